// What can be wrong in a store, planted one at a time, and what `check` has to say of it.
import type { Store } from '#bot/ports.ts'
import { employeePartition, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { type Erasure, erasedId } from '#shared/privacy/erasure.ts'
import { DEFAULT_RETENTION } from '#shared/settings.ts'
import { NOW, person, settings, TENANT } from '#tests/contract/samples.ts'
import { employeeWrites, MANAGER, QUARTER, rawOf, WORDS } from './company.ts'
import type { Place } from './places.ts'

export type PlantedFault = {
  name: string
  plant(of: { place: Place; store: Store }): Promise<void>
  /** Every line that check says about it, in any order. */
  says: RegExp[]
}

/** Whom every fault is planted with; the store holds `employee-0` and `employee-1` in order. */
const WHO = 'employee-0'
const partition = employeePartition(TENANT, WHO)
const people = tenantPartition(TENANT)

type Sample = ReturnType<typeof rawOf> & { json: Record<string, unknown> }
/** A document of WHO as it lies there, `changed` in some fields. */
function sample(kind: string, changed: Record<string, unknown> = {}, id?: string): Sample {
  const found = employeeWrites(WHO)
    .map(rawOf)
    .find((raw) => raw.kind === kind && (id === undefined || raw.id === id))
  if (!found) throw new Error(`No ${kind} among the samples`)
  return { ...found, json: { ...(found.json as object), ...changed } }
}

async function remove(store: Store, kind: 'person' | 'revision' | 'message' | 'plan', where: string, id: string) {
  const found = await store.get(kind, where, id)
  if (!found || !(await store.remove(kind, where, id, found.version))) throw new Error(`No ${kind} ${id}`)
}

async function change(store: Store, erasureKey: string, messages: number | null) {
  const found = await store.get('settings', people, 'settings')
  if (!found) throw new Error('No settings')
  const retention = { ...DEFAULT_RETENTION, messages }
  await store.put('settings', { ...found.value, erasureKey, retention }, found.version)
}

const OFFERED = `offer:${WHO}`

export const FAULTS: PlantedFault[] = [
  {
    name: 'a field that its schema refuses',
    plant: ({ place }) => place.plant(sample('note', { text: [WORDS] })),
    says: [/^error: note 2026-Q4\/mona in employee\/tenant-1\/employee-0, text: is broken/m],
  },
  {
    name: 'a value that is no document at all',
    plant: ({ place }) => place.plant({ ...sample('unsure'), json: WORDS as never }),
    says: [/^error: unsure unsure in recipient\/tenant-1\/employee-0, value: is broken/m],
  },
  {
    name: 'a newer version',
    plant: ({ place }) => place.plant({ ...sample('commitment'), schema: 99 }),
    says: [/^error: commitment a1 in employee\/tenant-1\/employee-0, schema: is of version 99/m],
  },
  {
    name: 'an older version that no upgrade can read',
    plant: ({ place }) => place.plant({ ...rawOf({ kind: 'settings', value: settings('t2') }), schema: 1, json: null }),
    says: [/^error: settings settings in tenant\/t2, \S+: is broken/m],
  },
  {
    name: 'a kind that nobody knows',
    plant: ({ place }) => place.plant({ kind: 'rumour', partition, id: 'x', schema: 1, json: { text: WORDS } }),
    says: [/^error: rumour x in employee\/tenant-1\/employee-0, kind: is of a kind/m],
  },
  {
    name: 'a document in the wrong partition',
    plant: ({ place }) =>
      place.plant({ ...sample('commitment'), partition: employeePartition(TENANT, 'employee-1'), id: 'a1' }),
    says: [
      /^error: commitment a1 in employee\/tenant-1\/employee-1, partition: lies there, and its value belongs to employee\/tenant-1\/employee-0/m,
    ],
  },
  {
    name: 'a second discussion of the same quarter',
    plant: ({ place }) => place.plant({ ...sample('discussion'), partition: employeePartition(TENANT, 'nobody') }),
    says: [
      /^error: discussion 2026-Q4 in employee\/tenant-1\/nobody, partition: /m,
      /^error: discussion 2026-Q4 in employee\/tenant-1\/nobody, quarter: is a second discussion of employee\/tenant-1\/employee-0 in 2026-Q4/m,
    ],
  },
  {
    name: 'an employee who is not there',
    plant: ({ store }) => remove(store, 'person', people, WHO),
    says: ['pair', 'offer', 'discussion', 'preparation', 'note', 'plan', 'revision', 'commitment', 'unsure'].map(
      (kind) =>
        new RegExp(`^error: ${kind} .*employee-0.*(employee|recipient): names person employee-0, who is not`, 'm'),
    ),
  },
  {
    name: 'a manager who is not there',
    plant: ({ place }) => place.plant(sample('pair', { manager: 'nobody' })),
    says: [/^error: pair pair in employee\/tenant-1\/employee-0, manager: names person nobody, who is not there/m],
  },
  {
    name: 'a message to nobody',
    plant: ({ place }) =>
      place.plant({ ...sample('message', { recipient: 'nobody' }), partition: recipientPartition(TENANT, 'nobody') }),
    says: [/^error: message offer:employee-0 in recipient\/tenant-1\/nobody, recipient: names person nobody/m],
  },
  {
    name: 'a newest revision that is not there',
    plant: ({ place }) => place.plant(sample('plan', { latest: 3 })),
    says: [/^error: plan plan in employee\/tenant-1\/employee-0, latest: names revision 3, which is not there/m],
  },
  {
    name: 'a plan that does not know its newest revision',
    plant: ({ place }) => place.plant(sample('plan', { latest: 1 })),
    says: [/^error: plan plan in employee\/tenant-1\/employee-0, latest: names revision 1, and revision 2 is there/m],
  },
  {
    name: 'an agreed revision that is not there',
    plant: ({ place }) => place.plant(sample('plan', { agreed: 7 })),
    says: [/^error: plan plan in employee\/tenant-1\/employee-0, agreed: names revision 7, which is not there/m],
  },
  {
    name: 'a gap between revisions',
    plant: ({ store }) => remove(store, 'revision', partition, '1'),
    says: [/^error: revision 1 in employee\/tenant-1\/employee-0, number: is not there, and revision 2 is/m],
  },
  {
    name: 'revisions of no plan',
    plant: ({ store }) => remove(store, 'plan', partition, 'plan'),
    says: [
      /^error: revision 2 in employee\/tenant-1\/employee-0, employee: belongs to a plan that is not there/m,
      /^warning: log in employee\/tenant-1\/employee-0, entries: has no plan/m,
    ],
  },
  {
    name: 'a discussion whose agreed revision is not there',
    plant: ({ place }) =>
      place.plant(sample('discussion', { state: { ...(sample('discussion').json.state as object), revision: 9 } })),
    says: [/^error: discussion 2026-Q4 in employee\/tenant-1\/employee-0, state.revision: names revision 9/m],
  },
  {
    name: 'a plan without a log',
    async plant({ place, store }) {
      for (const write of employeeWrites('late').filter(({ kind }) => kind === 'person' || kind === 'plan'))
        await place.plant({
          ...rawOf(write),
          ...(write.kind === 'plan' ? { json: { ...write.value, latest: 0, agreed: null } } : {}),
        })
      await store.check()
    },
    says: [/^error: plan plan in employee\/tenant-1\/late, log: has no log/m],
  },
  {
    name: 'a log that cannot be read',
    plant: ({ store }) => store.append(partition, [{ by: WHO, update: new TextEncoder().encode(WORDS) }]),
    says: [/^error: log in employee\/tenant-1\/employee-0, entries: cannot be read as a whole/m],
  },
  {
    name: 'an offer whose message is not there',
    plant: ({ store }) => remove(store, 'message', recipientPartition(TENANT, MANAGER), OFFERED),
    says: [
      /^error: offer 2026-Q4 in employee\/tenant-1\/employee-0, messages.0: names message offer:employee-0, which/m,
    ],
  },
  {
    name: 'only a warning: an offer whose message retention took',
    async plant({ place }) {
      const old = { key: '2019-Q4', label: '2019 Q4' }
      await place.plant({ ...sample('offer', { quarter: old, messages: ['offer:old'] }), id: old.key })
    },
    says: [/^warning: offer 2019-Q4 in employee\/tenant-1\/employee-0, messages.0: .*which retention took/m],
  },
  {
    name: 'an old offer whose message is not there, where messages are kept for ever',
    async plant({ place, store }) {
      await change(store, '', null)
      const old = { key: '2019-Q4', label: '2019 Q4' }
      await place.plant({ ...sample('offer', { quarter: old, messages: ['offer:old'] }), id: old.key })
    },
    says: [/^error: offer 2019-Q4 in employee\/tenant-1\/employee-0, messages.0: .*which is not there/m],
  },
  {
    name: 'only a warning: a manager who had everything deleted',
    async plant({ place, store }) {
      await change(store, 'secret', 12)
      await store.put('erased', { tenant: TENANT, id: await erasedId('secret', TENANT, 'gone'), at: NOW }, 'absent')
      await place.plant(sample('pair', { manager: 'gone' }))
    },
    says: [
      /^warning: pair pair in employee\/tenant-1\/employee-0, manager: names a person who had everything deleted/m,
    ],
  },
  {
    name: 'only a warning: a person who is being deleted',
    async plant({ store, place }) {
      const work: Erasure = {
        tenant: TENANT,
        id: 'e',
        person: 'gone',
        managers: [],
        chat: null,
        step: 'delete',
        dueAt: NOW,
      }
      await store.put('erasure', work, 'absent')
      await place.plant(sample('pair', { manager: 'gone' }))
    },
    says: [/^warning: pair pair in employee\/tenant-1\/employee-0, manager: names person gone, who is being deleted/m],
  },
  {
    name: 'nothing: an employee whose quarter has no discussion yet',
    async plant({ store }) {
      await store.put('person', person('new'), 'absent')
      await store.put('preparation', { ...preparationOf('new'), quarter: QUARTER.key }, 'absent')
    },
    says: [],
  },
]

const preparationOf = (employee: string) => ({
  tenant: TENANT,
  employee,
  quarter: QUARTER.key,
  writer: employee,
  answers: [],
  shared: false,
  at: NOW,
})

// The contract of the port Store, run against every adapter: compare-and-set, partitions, what is due, logs.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Store, Version } from '#bot/ports.ts'
import {
  employeePartition,
  type Kind,
  type Person,
  recipientPartition,
  schemaOf,
  tenantPartition,
} from '#shared/kinds.ts'
import type { Message } from '#shared/outbox/message.ts'
import { AT, message, mine, NOW, person, settings, TENANT, unsure } from './samples.ts'

export type Opened = {
  store: Store
  /** Puts this JSON, as of this version of its kind, over a stored document's behind the adapter's back. */
  corrupt: (kind: Kind, partition: string, id: string, json: unknown, schema?: number) => Promise<void>
}

/** The version of a write that must have succeeded. */
function won(version: Version | null | undefined): Version {
  if (typeof version !== 'string') throw new Error('The write was lost.')
  return version
}

/** Defines the suite. `open` gives an empty store each time. */
export function storeContract(name: string, open: () => Promise<Opened>): void {
  describe(`Store on ${name}`, () => {
    let store: Store
    let corrupt: Opened['corrupt']
    beforeEach(async () => {
      ;({ store, corrupt } = await open())
    })
    afterEach(() => store.close())

    const idsOf = (found: { value: Message }[]) => found.map(({ value }) => value.id)

    describe('put', () => {
      it('inserts what is absent, and gives it back equal with its version', async () => {
        const version = won(await store.put('message', message('a'), 'absent'))
        expect(await store.get('message', mine, 'hello:a')).toEqual({ value: message('a'), version })
      })

      it('what was never put is null', async () => {
        expect(await store.get('message', mine, 'hello:a')).toBeNull()
        expect(await store.get('pair', employeePartition(TENANT, 'rafe'), 'pair')).toBeNull()
      })

      it('"absent" over something that is there loses and changes nothing', async () => {
        const version = won(await store.put('settings', settings(TENANT, 7), 'absent'))
        expect(await store.put('settings', settings(TENANT, 4), 'absent')).toBeNull()
        expect(await store.get('settings', tenantPartition(TENANT), 'settings')).toEqual({
          value: settings(TENANT, 7),
          version,
        })
      })

      it('over the version that was read it wins, with a new version', async () => {
        const first = won(await store.put('settings', settings(TENANT, 1), 'absent'))
        const second = won(await store.put('settings', settings(TENANT, 2), first))
        expect(second).not.toBe(first)
        expect(await store.get('settings', tenantPartition(TENANT), 'settings')).toEqual({
          value: settings(TENANT, 2),
          version: second,
        })
      })

      it('over a version that has gone it loses and changes nothing', async () => {
        const first = won(await store.put('settings', settings(TENANT, 1), 'absent'))
        const second = won(await store.put('settings', settings(TENANT, 2), first))
        expect(await store.put('settings', settings(TENANT, 3), first)).toBeNull()
        expect(await store.put('settings', settings(TENANT, 3), 'no version')).toBeNull()
        expect(await store.get('settings', tenantPartition(TENANT), 'settings')).toEqual({
          value: settings(TENANT, 2),
          version: second,
        })
      })

      it('over a version of something that is not there it loses and makes nothing', async () => {
        const version = won(await store.put('message', message('a'), 'absent'))
        expect(await store.put('message', message('b'), version)).toBeNull()
        expect(await store.get('message', mine, 'hello:b')).toBeNull()
      })

      it('a value that its schema refuses is refused, naming kind, id and field, and nothing is stored', async () => {
        const bad = { ...message('a'), urgency: 'whenever' } as unknown as Message
        await expect(store.put('message', bad, 'absent')).rejects.toThrow(/message hello:a .*urgency/)
        expect(await store.get('message', mine, 'hello:a')).toBeNull()
      })

      it('of 100 at once with "absent" exactly one wins, and it is the one that is stored [R3]', async () => {
        const months = Array.from({ length: 100 }, (_, n) => (n % 12) + 1)
        const results = await Promise.all(
          months.map((month) => store.put('settings', settings(TENANT, month), 'absent')),
        )
        const winners = results.flatMap((version, n) => (version === null ? [] : [{ version, month: months[n] }]))
        expect(winners).toHaveLength(1)
        expect(await store.get('settings', tenantPartition(TENANT), 'settings')).toEqual({
          value: settings(TENANT, winners[0]?.month),
          version: winners[0]?.version,
        })
      })

      it('of 100 at once over one version exactly one wins', async () => {
        const first = won(await store.put('settings', settings(TENANT), 'absent'))
        const results = await Promise.all(
          Array.from({ length: 100 }, (_, n) => store.put('settings', settings(TENANT, (n % 12) + 1), first)),
        )
        expect(results.filter((version) => version !== null)).toHaveLength(1)
      })

      it('readers that try again all get their change in', async () => {
        await store.put('person', person('mona'), 'absent')
        const add = async (id: string): Promise<void> => {
          const read = await store.get('person', tenantPartition(TENANT), 'mona')
          if (read === null) throw new Error('mona has gone')
          const next = { ...read.value, employees: [...read.value.employees, id] }
          if ((await store.put('person', next, read.version)) === null) await add(id)
        }
        const ids = Array.from({ length: 20 }, (_, n) => `employee-${n}`)
        await Promise.all(ids.map(add))
        const read = await store.get('person', tenantPartition(TENANT), 'mona')
        expect([...(read?.value.employees ?? [])].sort()).toEqual([...ids].sort())
      })
    })

    describe('putAll', () => {
      it('of nothing is nothing', async () => {
        expect(await store.putAll([])).toEqual([])
      })

      it('writes several kinds of one partition, each with its version', async () => {
        const versions = await store.putAll([
          { kind: 'message', value: message('a'), over: 'absent' },
          { kind: 'unsure', value: unsure('2026-10-06'), over: 'absent' },
        ])
        expect(await store.get('message', mine, 'hello:a')).toEqual({ value: message('a'), version: versions?.[0] })
        expect(await store.get('unsure', mine, 'unsure')).toEqual({
          value: unsure('2026-10-06'),
          version: versions?.[1],
        })
      })

      it('writes none when somebody was first on one, wherever in the row that is', async () => {
        const first = won(await store.put('unsure', unsure(null), 'absent'))
        const second = won(await store.put('unsure', unsure('2026-10-05'), first))
        const late = { kind: 'unsure', value: unsure('2026-10-06'), over: first } as const
        const fine = { kind: 'message', value: message('a'), over: 'absent' } as const
        expect(await store.putAll([fine, late])).toBeNull()
        expect(await store.putAll([late, fine])).toBeNull()
        expect(await store.get('message', mine, 'hello:a')).toBeNull()
        expect(await store.get('unsure', mine, 'unsure')).toEqual({ value: unsure('2026-10-05'), version: second })
        // The store goes on as before.
        expect(await store.putAll([fine, { ...late, over: second }])).toHaveLength(2)
      })

      it('writes none when one is not valid', async () => {
        const bad = { ...message('b'), urgency: 'whenever' } as unknown as Message
        await expect(
          store.putAll([
            { kind: 'message', value: message('a'), over: 'absent' },
            { kind: 'message', value: bad, over: 'absent' },
          ]),
        ).rejects.toThrow(/hello:b/)
        expect(await store.list('message', mine)).toEqual([])
        won(await store.put('message', message('a'), 'absent'))
      })

      it('refuses several partitions, whatever is in them', async () => {
        const writes = [
          { kind: 'message', value: message('a'), over: 'absent' },
          { kind: 'message', value: message('a', NOW, 'mona'), over: 'absent' },
        ] as const
        await expect(store.putAll([...writes])).rejects.toThrow(/partitions/)
        expect(await store.list('message', mine)).toEqual([])
      })
    })

    describe('remove', () => {
      it('takes away what has this version, once', async () => {
        const version = won(await store.put('message', message('a'), 'absent'))
        expect(await store.remove('message', mine, 'hello:a', version)).toBe(true)
        expect(await store.get('message', mine, 'hello:a')).toBeNull()
        expect(await store.remove('message', mine, 'hello:a', version)).toBe(false)
      })

      it('leaves what has moved on', async () => {
        const first = won(await store.put('message', message('a'), 'absent'))
        const second = won(await store.put('message', message('a', null), first))
        expect(await store.remove('message', mine, 'hello:a', first)).toBe(false)
        expect((await store.get('message', mine, 'hello:a'))?.version).toBe(second)
      })

      it('a version is never used again: an old one does not fit what was made anew', async () => {
        const first = won(await store.put('message', message('a'), 'absent'))
        await store.remove('message', mine, 'hello:a', first)
        const again = won(await store.put('message', message('a'), 'absent'))
        expect(again).not.toBe(first)
        expect(await store.put('message', message('a', null), first)).toBeNull()
        expect(await store.remove('message', mine, 'hello:a', first)).toBe(false)
        expect((await store.get('message', mine, 'hello:a'))?.version).toBe(again)
      })
    })

    describe('list', () => {
      it('gives all of a kind in one partition by id, and nothing of another kind or partition', async () => {
        for (const key of ['b', '10', 'a', '9', 'B', 'é']) await store.put('message', message(key), 'absent')
        await store.put('message', message('c', NOW, 'mona'), 'absent')
        await store.put('unsure', unsure(null), 'absent')
        const found = await store.list('message', mine)
        expect(idsOf(found)).toEqual(['hello:10', 'hello:9', 'hello:B', 'hello:a', 'hello:b', 'hello:é'])
        expect(found[3]).toEqual(await store.get('message', mine, 'hello:a'))
        expect(await store.list('message', recipientPartition(TENANT, 'nobody'))).toEqual([])
      })

      it('the same id in two partitions is two documents', async () => {
        await store.put('message', message('a', AT(1)), 'absent')
        await store.put('message', message('a', AT(2), 'mona'), 'absent')
        expect((await store.get('message', mine, 'hello:a'))?.value.dueAt).toBe(AT(1))
        expect((await store.get('message', recipientPartition(TENANT, 'mona'), 'hello:a'))?.value.dueAt).toBe(AT(2))
      })
    })

    describe('due', () => {
      it('gives what is due at or before now, over all partitions, earliest first', async () => {
        await store.put('message', message('later', AT(1)), 'absent')
        await store.put('message', message('now', AT(0)), 'absent')
        await store.put('message', message('early', AT(-60), 'mona'), 'absent')
        await store.put('message', message('between', AT(-1)), 'absent')
        await store.put('message', message('never', null), 'absent')
        await store.put('person', { ...person('mona'), dueAt: AT(-90) }, 'absent')
        const found = await store.due('message', NOW, 10)
        expect(idsOf(found)).toEqual(['hello:early', 'hello:between', 'hello:now'])
        expect(found[2]).toEqual(await store.get('message', mine, 'hello:now'))
        expect((await store.due('person', NOW, 10)).map(({ value }) => value.id)).toEqual(['mona'])
      })

      it('gives the earliest, up to the limit', async () => {
        for (const n of [3, 1, 5, 2, 4]) await store.put('message', message(`${n}`, AT(-10 + n)), 'absent')
        expect(idsOf(await store.due('message', NOW, 2))).toEqual(['hello:1', 'hello:2'])
      })

      it('follows a document: moved, no longer due, removed', async () => {
        const first = won(await store.put('message', message('a', AT(-5)), 'absent'))
        const moved = won(await store.put('message', message('a', AT(5)), first))
        expect(await store.due('message', NOW, 10)).toEqual([])
        expect(idsOf(await store.due('message', AT(5), 10))).toEqual(['hello:a'])
        const settled = won(await store.put('message', message('a', null), moved))
        expect(await store.due('message', AT(999), 10)).toEqual([])
        const again = won(await store.put('message', message('a', AT(1)), settled))
        await store.remove('message', mine, 'hello:a', again)
        expect(await store.due('message', AT(999), 10)).toEqual([])
      })

      it('nextDue is the earliest of all kinds after a moment, and null when nothing is', async () => {
        expect(await store.nextDue(AT(-999))).toBeNull()
        await store.put('message', message('never', null), 'absent')
        expect(await store.nextDue(AT(-999))).toBeNull()
        await store.put('message', message('a', AT(30)), 'absent')
        const version = won(await store.put('person', { ...person('mona'), dueAt: AT(10) }, 'absent'))
        expect(await store.nextDue(NOW)).toBe(AT(10))
        expect(await store.nextDue(AT(10))).toBe(AT(30))
        expect(await store.nextDue(AT(30))).toBeNull()
        await store.put('person', person('mona'), version)
        expect(await store.nextDue(NOW)).toBe(AT(30))
      })
    })

    describe('read', () => {
      it('gives several kinds of one partition at once, each by id, and an empty list where there is none', async () => {
        for (const key of ['b', 'a']) await store.put('message', message(key), 'absent')
        await store.put('message', message('c', NOW, 'mona'), 'absent')
        const version = won(await store.put('unsure', unsure(null), 'absent'))
        const found = await store.read(mine, ['unsure', 'message', 'note'])
        expect(idsOf(found.message)).toEqual(['hello:a', 'hello:b'])
        expect(found.unsure).toEqual([{ value: unsure(null), version }])
        expect(found.note).toEqual([])
      })
    })

    describe('versions of a kind', () => {
      const old = { tenant: TENANT, fiscalYearStartMonth: 7, world: null }
      const there = tenantPartition(TENANT)
      beforeEach(() => store.put('settings', settings(TENANT), 'absent'))

      it('a document of an older version is upgraded when it is read, and written back as the newest', async () => {
        await corrupt('settings', there, 'settings', old, 1)
        const found = await store.get('settings', there, 'settings')
        expect(found?.value).toEqual(settings(TENANT, 7))
        won(await store.put('settings', settings(TENANT, 4), won(found?.version)))
        expect((await store.get('settings', there, 'settings'))?.value).toEqual(settings(TENANT, 4))
      })

      it('a document of a newer version than we know is refused, not guessed, by every way of reading', async () => {
        await corrupt('settings', there, 'settings', settings(TENANT), 99)
        const names = new RegExp(`settings settings is of version 99.*knows ${schemaOf('settings')}`)
        await expect(store.get('settings', there, 'settings')).rejects.toThrow(names)
        await expect(store.list('settings', there)).rejects.toThrow(names)
        await expect(store.read(there, ['settings'])).rejects.toThrow(names)
      })
    })

    describe('clear', () => {
      it('deletes every document and the log of a partition, what is due of it, and nothing else', async () => {
        for (let n = 0; n < 120; n++) await store.put('message', message(`${n}`), 'absent')
        await store.put('unsure', unsure(null), 'absent')
        await store.append(mine, [{ update: Uint8Array.of(1), by: 'mona' }])
        await store.put('message', message('kept', NOW, 'mona'), 'absent')
        await store.clear(mine)
        expect(await store.list('message', mine)).toEqual([])
        expect(await store.get('unsure', mine, 'unsure')).toBeNull()
        expect((await store.readLog(mine)).entries).toEqual([])
        expect(idsOf(await store.due('message', NOW, 10))).toEqual(['hello:kept'])
        await store.clear(mine)
        won(await store.put('message', message('0'), 'absent'))
        await store.append(mine, [{ update: Uint8Array.of(2), by: 'mona' }])
        expect((await store.readLog(mine)).entries).toHaveLength(1)
      })
    })

    it('everything gives every document with its version and every log whole, over all partitions', async () => {
      await store.put('message', message('a'), 'absent')
      const version = won(await store.put('settings', settings(TENANT), 'absent'))
      won(await store.put('settings', settings(TENANT, 7), version))
      for (let n = 0; n < 3; n++) await store.append('employee/t/mona', [{ update: Uint8Array.of(n), by: 'mona' }])
      const found = new Map<string, unknown>()
      for await (const row of store.everything())
        found.set('log' in row ? row.log : `${row.partition} ${row.kind} ${row.id} ${row.schema}`, row)
      expect([...found.keys()].sort()).toEqual(
        [
          `${mine} message hello:a ${schemaOf('message')}`,
          `${tenantPartition(TENANT)} settings settings ${schemaOf('settings')}`,
          'employee/t/mona',
        ].sort(),
      )
      expect(found.get(`${tenantPartition(TENANT)} settings settings ${schemaOf('settings')}`)).toMatchObject({
        json: settings(TENANT, 7),
      })
      expect(found.get('employee/t/mona')).toMatchObject({ entries: [{}, {}, {}] })
    })

    it('a stored document that is broken gives an error that names kind, id and field, by every way of reading', async () => {
      await store.put('message', message('a', AT(-1)), 'absent')
      await corrupt('message', mine, 'hello:a', { ...message('a', AT(-1)), owedAt: 7 })
      const names = /message hello:a .*owedAt/
      await expect(store.get('message', mine, 'hello:a')).rejects.toThrow(names)
      await expect(store.list('message', mine)).rejects.toThrow(names)
      await expect(store.due('message', NOW, 10)).rejects.toThrow(names)
    })

    it('check is quiet while the store answers', async () => {
      await expect(store.check()).resolves.toBeUndefined()
    })

    it('whatever people write comes back equal', async () => {
      const text = fc.string({ unit: 'binary', maxLength: 60 })
      const maybe = fc.option(text, { nil: null })
      const instant = fc
        .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString())
      const anyMessage = fc
        .record({ manager: text, about: text, owedAt: instant, expiresAt: fc.option(instant, { nil: null }) })
        .map(
          ({ manager, ...of }): Message => ({
            ...message('any'),
            ...of,
            content: { type: 'hello', manager, answer: null },
          }),
        )
      const anyPerson = fc
        .record({ name: text, mail: maybe, jobTitle: maybe, proxyAddresses: fc.array(text, { maxLength: 4 }) })
        .chain((directory) =>
          fc
            .record({ employees: fc.array(text), manager: maybe, dueAt: fc.option(instant, { nil: null }) })
            .map(
              (of): Person => ({ ...person('any'), ...of, directory: { ...person('any').directory, ...directory } }),
            ),
        )
      let messageVersion: Version | 'absent' = 'absent'
      let personVersion: Version | 'absent' = 'absent'
      await fc.assert(
        fc.asyncProperty(anyMessage, anyPerson, async (aMessage, aPerson) => {
          messageVersion = won(await store.put('message', aMessage, messageVersion))
          personVersion = won(await store.put('person', aPerson, personVersion))
          expect(await store.get('message', mine, 'hello:any')).toEqual({ value: aMessage, version: messageVersion })
          expect(await store.get('person', tenantPartition(TENANT), 'any')).toEqual({
            value: aPerson,
            version: personVersion,
          })
        }),
        { numRuns: 100 },
      )
    })
  })
}

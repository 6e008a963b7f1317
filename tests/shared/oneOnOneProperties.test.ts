// R1 over generated calendars: what must not matter does not, and what must never happen does not.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { classify, REASON_WORDS } from '#shared/oneOnOne/classify.ts'
import { graphEvent } from '#shared/oneOnOne/event.ts'
import { eventsOf, readEvent } from '#shared/oneOnOne/readEvents.ts'
import { onePerOccurrence, slotsOf } from '#shared/oneOnOne/slots.ts'
import { answer, at, attendee, legacy, look, mailbox, rawEvent, who } from './fixtures/calendar.ts'

const ADDRESSES = [
  'mona@contoso.test',
  'rafe@contoso.test',
  'Rafe.Alias@contoso.test',
  legacy('rafe'),
  'jun@contoso.test',
  'peer@contoso.test',
  'left@contoso.test',
  'guest@contoso.test',
  'room@contoso.test',
  'everyone@contoso.test',
  'x@fabrikam.test',
  '',
]

/** Half of them plain 1-1s, so that slots are found; the others anything. */
const plain = fc.record({ attendees: fc.constantFrom([attendee('rafe@contoso.test')], [attendee('jun@contoso.test')]) })
const mixed = fc.record(
  {
    attendees: fc.array(
      fc
        .tuple(
          fc.constantFrom(...ADDRESSES),
          fc.constantFrom('required', 'optional', 'resource'),
          fc.constantFrom('accepted', 'declined', 'none'),
        )
        .map(([address, type, response]) => attendee(address, { type, status: answer(response) })),
      { maxLength: 3 },
    ),
    organizer: fc.constantFrom(...ADDRESSES).map(mailbox),
    isOrganizer: fc.constantFrom(true, false, null),
    isCancelled: fc.boolean(),
    isAllDay: fc.boolean(),
    sensitivity: fc.constantFrom('normal', 'normal', 'private'),
    showAs: fc.constantFrom('busy', 'tentative', 'free', 'oof'),
    hideAttendees: fc.boolean(),
  },
  { requiredKeys: [] },
)
const time = fc
  .tuple(fc.integer({ min: 0, max: 364 }), fc.integer({ min: 0, max: 95 }), fc.constantFrom(10, 30, 60, 150))
  .map(([day, quarter, minutes]) => {
    const start = Date.UTC(2026, 0, 1 + day) + quarter * 900_000
    const text = (instant: number) => at(new Date(instant).toISOString().replace('Z', '0000'))
    return { start: text(start), end: text(start + minutes * 60_000) }
  })
const item = fc.tuple(fc.oneof(plain, mixed), time).map(([change, when]) => ({ ...change, ...when }))
type Item = Record<string, unknown>
/** A calendar: each item with an id of its own, and every now and then two copies of one occurrence. */
const calendar = fc
  .array(fc.tuple(item, fc.integer({ min: 0, max: 9 })), { maxLength: 25 })
  .map((items) =>
    items.map(
      ([more, copy], n): Item =>
        rawEvent({ ...more, id: `event-${n}`, iCalUId: copy === 0 && n > 0 ? `uid-${n - 1}` : `uid-${n}` }),
    ),
  )

/** The items cut into pages, empty ones among them. */
const pagesOf = (items: Item[]) =>
  fc.array(fc.nat(items.length), { maxLength: 6 }).map((cuts) => {
    const edges = [0, ...cuts.sort((a, b) => a - b), items.length]
    return edges.slice(1).map((edge, n) => ({ value: items.slice(edges[n], edge), '@odata.nextLink': 'next' }))
  })
const shuffled = (items: Item[]) => fc.shuffledSubarray(items, { minLength: items.length })

function found(pages: { value: Item[] }[]) {
  const { events } = eventsOf(pages.flatMap(({ value }) => value))
  const looks = events.map((event) => classify(event, who))
  return {
    reasons: new Map(events.map(({ id }, n) => [id, REASON_WORDS[looks[n]?.reason ?? 'ok']])),
    looks: onePerOccurrence(looks),
    slots: slotsOf(looks),
  }
}
const inOnePage = (items: Item[]) => found([{ value: items }])

describe('R1 what does not matter', () => {
  test('how the pages are split', () => {
    let slots = 0
    fc.assert(
      fc.property(
        calendar.chain((items) => fc.tuple(fc.constant(items), pagesOf(items))),
        ([items, pages]) => {
          slots += inOnePage(items).slots.length
          expect(found(pages)).toEqual(inOnePage(items))
        },
      ),
      { numRuns: 300 },
    )
    // The calendars have something to find.
    expect(slots).toBeGreaterThan(300)
  })

  test('in which order the events come', () => {
    fc.assert(
      fc.property(
        calendar.chain((items) => fc.tuple(fc.constant(items), shuffled(items).chain(pagesOf))),
        ([items, pages]) => {
          expect(found(pages)).toEqual(inOnePage(items))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('that an item came before, on an earlier page: the last one counts', () => {
    fc.assert(
      fc.property(
        calendar.chain((items) =>
          fc.tuple(
            fc.constant(items),
            fc.array(fc.tuple(fc.nat(Math.max(0, items.length - 1)), item), { maxLength: 5 }),
          ),
        ),
        ([items, stale]) => {
          const old =
            items.length === 0
              ? []
              : stale.map(([n, more]) => rawEvent({ ...more, id: `event-${n}`, iCalUId: items[n]?.iCalUId }))
          expect(found([{ value: old }, { value: items }])).toEqual(inOnePage(items))
          expect(found([{ value: items }, { value: [] }, { value: items }])).toEqual(inOnePage(items))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('an unrelated event, wherever it comes', () => {
    fc.assert(
      fc.property(calendar, item, fc.nat(25), (items, more, n) => {
        const other = rawEvent({ ...more, id: 'other', iCalUId: 'uid-other' })
        const before = inOnePage(items)
        const after = inOnePage([...items.slice(0, n), other, ...items.slice(n)])
        expect(after.reasons.delete('other')).toBe(true)
        expect(after.reasons).toEqual(before.reasons)
        expect(after.slots.filter(({ eventId }) => eventId !== 'other')).toEqual(before.slots)
      }),
      { numRuns: 300 },
    )
  })

  test('never eligible when a third human is there, in whatever case and role, first or last', () => {
    const address = fc.constantFrom(
      'peer@contoso.test',
      'jun.alias@contoso.test',
      'guest@contoso.test',
      'left@contoso.test',
      'x@fabrikam.test',
      legacy('peer'),
    )
    const mixed = fc
      .tuple(address, fc.infiniteStream(fc.boolean()))
      .map(([text, upper]) => [...text].map((letter) => (upper.next().value ? letter.toUpperCase() : letter)).join(''))
    const role = fc.constantFrom('required', 'optional', undefined, 'newRole')
    const response = fc.constantFrom('none', 'accepted', 'declined', 'tentativelyAccepted')
    const third = fc
      .tuple(mixed, role, response)
      .map(([text, type, said]) => attendee(text, { type, status: answer(said) }))
    fc.assert(
      fc.property(third, fc.boolean(), fc.boolean(), (someone, first, byEmployee) => {
        const [organizer, other] = byEmployee
          ? ['rafe@contoso.test', 'mona@contoso.test']
          : ['mona@contoso.test', 'rafe@contoso.test']
        const attendees = first ? [someone, attendee(other)] : [attendee(other), someone]
        const seen = look({ organizer: mailbox(organizer), isOrganizer: !byEmployee, attendees })
        expect(seen.eligible).toBe(false)
      }),
    )
  })

  test('the order of attendees does not matter', () => {
    const names = [
      'rafe@contoso.test',
      'RAFE.alias@contoso.test',
      'mona@contoso.test',
      'peer@contoso.test',
      'everyone@contoso.test',
      'x@fabrikam.test',
    ]
    const attendees = fc.uniqueArray(fc.constantFrom(...names)).map((list) => list.map((name) => attendee(name)))
    fc.assert(
      fc.property(
        attendees.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([one, other]) => expect(look({ attendees: one })).toEqual(look({ attendees: other })),
      ),
    )
  })
})

describe('the fast reader', () => {
  const odd = fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    'text',
    'Z',
    0,
    7,
    true,
    false,
    [],
    {},
    [null],
    ['x'],
    [{}],
    [[]],
    { dateTime: '2026-02-29T10:00' },
    { emailAddress: 7 },
    at('2026-11-03T10:00:00+25:00'),
    at('2028-02-29T10:00:00.57', 'Nepal Standard Time'),
    at('0001-01-01T00:00:00'),
    at('0001-01-01T00:00:00', 'GMT Standard Time'),
  )
  /** Replaces one value, anywhere in the event. */
  function put(value: unknown, steps: number[], by: unknown): unknown {
    const [step, ...rest] = steps
    if (step === undefined || typeof value !== 'object' || value === null) return by
    const keys = Object.keys(value)
    const key = keys[step % Math.max(1, keys.length)]
    if (key === undefined) return by
    const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value }
    Object.assign(copy, { [key]: put((value as Item)[key], rest, by) })
    return copy
  }

  test('agrees with the schema on everything, wherever an event is broken', () => {
    let [good, bad] = [0, 0]
    const event = item.map((more) =>
      rawEvent({
        location: { locationType: 'conferenceRoom', uniqueId: 'x' },
        locations: [{}],
        onlineMeetingUrl: 'x',
        ...more,
      }),
    )
    const change = fc.tuple(fc.array(fc.nat(30), { minLength: 0, maxLength: 4 }), odd)
    fc.assert(
      fc.property(event, fc.array(change, { maxLength: 2 }), (raw, changes) => {
        const broken = changes.reduce<unknown>((value, [steps, by]) => put(value, steps, by), raw)
        const { data, success } = graphEvent.safeParse(broken)
        success ? good++ : bad++
        expect(readEvent(broken)).toStrictEqual(data ?? null)
      }),
      { numRuns: 3000 },
    )
    expect(Math.min(good, bad)).toBeGreaterThan(500)
  })
})

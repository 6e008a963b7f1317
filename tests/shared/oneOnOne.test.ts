// R1: what is a 1-1, clause by clause.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { classify, type OpenLook } from '#shared/oneOnOne/classify.ts'
import { graphEvent, outOfOffice } from '#shared/oneOnOne/event.ts'
import { confirmed, onePerOccurrence, slotsOf } from '#shared/oneOnOne/slots.ts'
import { directoryOf, firstName } from '#shared/person.ts'
import { attendee, event, guest, mailbox, mona, people, rafe, rawEvent, who } from './fixtures/calendar.ts'

type Change = Record<string, unknown>
const at = (dateTime: string) => ({ dateTime, timeZone: 'UTC' })
const answer = (response: string, time = '2026-09-02T08:00:00Z') => ({ response, time })
const look = (change: Change = {}) => classify(event(change), who)

const YES: [string, Change][] = [
  ['an ordinary one', {}],
  ['shown as tentative', { showAs: 'tentative' }],
  ['15 minutes', { end: at('2026-11-03T10:15:00') }],
  ['120 minutes', { end: at('2026-11-03T12:00:00') }],
  ['an alias in capitals', { attendees: [attendee('RAFE.Alias@Contoso.TEST')] }],
  ['an X500 address', { attendees: [attendee('/O=CONTOSO/CN=RAFE')] }],
  ['the organizer repeated', { attendees: [attendee('mona.alias@contoso.test'), attendee('rafe@contoso.test')] }],
  ['the employee listed twice', { attendees: [attendee('rafe@contoso.test'), attendee('rafe.alias@contoso.test')] }],
  ['a room', { attendees: [attendee('rafe@contoso.test'), attendee('room 1@contoso.test', { type: 'resource' })] }],
  ['a room of the directory', { attendees: [attendee('rafe@contoso.test'), attendee('room@contoso.test')] }],
  [
    'a room named in location only',
    {
      attendees: [attendee('rafe@contoso.test'), attendee('Blue@contoso.test')],
      location: { displayName: 'Blue', locationType: 'conferenceRoom', locationUri: 'blue@contoso.test' },
    },
  ],
  [
    'a room named in locations only',
    {
      attendees: [attendee('rafe@contoso.test'), attendee('blue@contoso.test')],
      locations: [{ displayName: 'Blue', locationType: 'conferenceRoom', uniqueId: 'Blue@contoso.test' }],
    },
  ],
  [
    'organized by the employee',
    {
      isOrganizer: false,
      organizer: mailbox('rafe@contoso.test'),
      attendees: [attendee('mona@contoso.test')],
      responseStatus: answer('accepted'),
    },
  ],
  ['no organizer given in the organizer’s own copy', { organizer: null }],
  ['hidden attendees in the organizer’s own copy', { hideAttendees: true }],
  ['an employee who has not answered', { attendees: [attendee('rafe@contoso.test', { status: answer('none') })] }],
  [
    'declined, then accepted',
    {
      attendees: [
        attendee('rafe@contoso.test', { status: answer('accepted', '2026-09-03T08:00:00Z') }),
        attendee('rafe.alias@contoso.test', { status: answer('declined', '2026-09-02T08:00:00Z') }),
      ],
    },
  ],
]

const NO: [string, OpenLook['reason'], Change][] = [
  ['cancelled', 'cancelled', { isCancelled: true }],
  ['all day', 'allDay', { isAllDay: true }],
  ['shown as free', 'free', { showAs: 'free' }],
  ['out of office', 'outOfOffice', { showAs: 'oof' }],
  ['working elsewhere', 'workingElsewhere', { showAs: 'workingElsewhere' }],
  ['shown as unknown', 'notBusy', { showAs: 'unknown' }],
  ['14 minutes', 'tooShort', { end: at('2026-11-03T10:14:59') }],
  ['121 minutes', 'tooLong', { end: at('2026-11-03T12:01:00') }],
  [
    'declined by the employee',
    'declined',
    { attendees: [attendee('rafe@contoso.test', { status: answer('declined') })] },
  ],
  [
    'declined by the manager',
    'declined',
    {
      isOrganizer: false,
      organizer: mailbox('rafe@contoso.test'),
      attendees: [attendee('mona@contoso.test', { status: answer('none') })],
      responseStatus: answer('declined'),
    },
  ],
  [
    'accepted, then declined',
    'declined',
    {
      attendees: [
        attendee('rafe@contoso.test', { status: answer('declined', '2026-09-03T08:00:00Z') }),
        attendee('rafe.alias@contoso.test', { status: answer('accepted', '2026-09-02T08:00:00Z') }),
      ],
    },
  ],
  [
    'an optional third',
    'thirdPerson',
    { attendees: [attendee('rafe@contoso.test'), attendee('peer@contoso.test', { type: 'optional' })] },
  ],
  ['a third from outside', 'thirdPerson', { attendees: [attendee('rafe@contoso.test'), attendee('x@fabrikam.test')] }],
  ['two employees', 'thirdPerson', { attendees: [attendee('rafe@contoso.test'), attendee('jun@contoso.test')] }],
  ['a group', 'group', { attendees: [attendee('rafe@contoso.test'), attendee('Everyone@contoso.test')] }],
  ['only a group', 'group', { attendees: [attendee('everyone@contoso.test')] }],
  ['a stranger', 'stranger', { attendees: [attendee('x@fabrikam.test')] }],
  ['an attendee without an address', 'stranger', { attendees: [{ ...attendee(''), emailAddress: { name: 'Rafe' } }] }],
  ['a guest', 'guest', { attendees: [attendee('guest@contoso.test')] }],
  ['an account that is disabled', 'disabled', { attendees: [attendee('left@contoso.test')] }],
  ['a colleague', 'notYourEmployee', { attendees: [attendee('peer@contoso.test')] }],
  ['nobody else', 'nobodyElse', { attendees: [] }],
  ['only a room', 'nobodyElse', { attendees: [attendee('room 1@contoso.test', { type: 'resource' })] }],
  [
    'hidden attendees in an attendee’s copy',
    'hiddenAttendees',
    {
      isOrganizer: false,
      hideAttendees: true,
      organizer: mailbox('rafe@contoso.test'),
      attendees: [attendee('mona@contoso.test')],
    },
  ],
  [
    'a person whose address is typed as the place',
    'thirdPerson',
    {
      attendees: [attendee('rafe@contoso.test'), attendee('peer@contoso.test')],
      location: { displayName: 'Peer’s desk', locationType: 'default', locationUri: 'peer@contoso.test' },
    },
  ],
  [
    'nobody knows who organized it',
    'thirdPerson',
    { isOrganizer: false, organizer: null, attendees: [attendee('mona@contoso.test'), attendee('rafe@contoso.test')] },
  ],
  ['shown as something of JavaScript', 'notBusy', { showAs: 'constructor' }],
  [
    'forwarded to the manager',
    'notInvited',
    { isOrganizer: false, organizer: mailbox('rafe@contoso.test'), attendees: [attendee('peer@contoso.test')] },
  ],
]

const assistant = {
  isOrganizer: false,
  organizer: mailbox('otto@contoso.test'),
  attendees: [attendee('mona@contoso.test'), attendee('rafe@contoso.test')],
  responseStatus: answer('accepted'),
}

describe('R1 what is a 1-1', () => {
  test.each(YES)('yes: %s', (_what, change) => {
    expect(look(change)).toMatchObject({
      eligible: true,
      possible: false,
      reason: 'ok',
      manager: 'mona',
      employee: 'rafe',
    })
  })

  test.each(NO)('no: %s (%s)', (_what, reason, change) => {
    expect(look(change)).toMatchObject({ eligible: false, possible: false, reason })
  })

  test('a disabled manager has none', () => {
    const disabled = { ...mona, enabled: false }
    const directory = directoryOf(people.map((one) => (one.id === 'mona' ? disabled : one)))
    expect(classify(event(), { ...who, manager: disabled, directory })).toMatchObject({
      eligible: false,
      reason: 'disabled',
    })
  })

  test('an address that two people have names neither', () => {
    const twin = { ...guest, proxyAddresses: ['smtp:rafe@contoso.test'] }
    expect(classify(event(), { ...who, directory: directoryOf([mona, rafe, twin]) })).toMatchObject({
      reason: 'stranger',
    })
  })

  test('possible: an assistant invited exactly the two; only the manager can make it theirs', () => {
    const possible = look(assistant) as OpenLook
    expect(possible).toMatchObject({
      eligible: false,
      possible: true,
      reason: 'organizedByAnother',
      organizer: 'otto',
      employee: 'rafe',
    })
    expect(slotsOf([possible])).toEqual([])
    expect(slotsOf([confirmed(possible)])).toMatchObject([{ eventId: 'event-1', employee: 'rafe', organizer: 'otto' }])
    const group = look({ attendees: [attendee('everyone@contoso.test')] }) as OpenLook
    expect(confirmed(group)).toBe(group)
  })

  test('possible: an assistant who is an employee of the manager too is not the one it is with', () => {
    const change = { ...assistant, organizer: mailbox('jun@contoso.test') }
    expect(look(change)).toMatchObject({ eligible: false, possible: true, organizer: 'jun', employee: 'rafe' })
  })

  test.each<[string, OpenLook['reason'], Change]>([
    ['the organizer is from outside', 'thirdPerson', { organizer: mailbox('x@fabrikam.test') }],
    ['the organizer is a guest', 'thirdPerson', { organizer: mailbox('guest@contoso.test') }],
    ['a third is invited', 'thirdPerson', { attendees: [...assistant.attendees, attendee('peer@contoso.test')] }],
    [
      'the other is no employee',
      'thirdPerson',
      { attendees: [attendee('mona@contoso.test'), attendee('peer@contoso.test')] },
    ],
    [
      'the employee declined',
      'declined',
      { attendees: [attendee('mona@contoso.test'), attendee('rafe@contoso.test', { status: answer('declined') })] },
    ],
    ['it is too long', 'tooLong', { end: at('2026-11-03T13:00:00') }],
  ])('not even possible: %s', (_what, reason, change) => {
    expect(look({ ...assistant, ...change })).toMatchObject({ eligible: false, possible: false, reason })
  })

  test.each(['private', 'confidential', 'personal', 'somethingNew'])('nothing of a %s event is kept', (sensitivity) => {
    const secrets = ['Mona / Rafe', 'event-1', 'uid-1', 'series-1', 'key-1', 'rafe', 'meetup-join']
    for (const change of [{}, { isCancelled: true }, assistant]) {
      const kept = look({ sensitivity, ...change })
      expect(kept).toMatchObject({
        reason: 'private',
        eligible: false,
        eventId: null,
        employee: null,
        start: '2026-11-03T10:00:00.000Z',
      })
      for (const secret of secrets) expect(JSON.stringify(kept)).not.toContain(secret)
    }
  })

  test('who: the one employee is named for the reason too, of several nobody', () => {
    expect(look({ attendees: [attendee('rafe@contoso.test'), attendee('peer@contoso.test')] }).employee).toBe('rafe')
    expect(look({ attendees: [attendee('rafe@contoso.test'), attendee('jun@contoso.test')] }).employee).toBeNull()
  })

  test('never eligible when a third human is there, in whatever case and role, first or last', () => {
    const address = fc.constantFrom(
      'peer@contoso.test',
      'jun.alias@contoso.test',
      'guest@contoso.test',
      'left@contoso.test',
      'x@fabrikam.test',
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

describe('R1 slots', () => {
  const open = (change: Partial<OpenLook>): OpenLook => ({ ...(look() as OpenLook), ...change })

  test('one occurrence seen in two mailboxes is one slot, the copy that can be used', () => {
    const theirs = open({
      eventId: 'in-rafes-mailbox',
      manager: 'rafe',
      employee: null,
      eligible: false,
      reason: 'notYourEmployee',
    })
    for (const looks of [
      [open({}), theirs],
      [theirs, open({})],
    ]) {
      expect(onePerOccurrence(looks)).toEqual([open({})])
      expect(slotsOf(looks)).toEqual([open({})])
    }
  })

  test('of two usable copies the organizer’s', () => {
    const copy = open({ eventId: 'copy', isOrganizer: false })
    expect(slotsOf([copy, open({})])).toEqual([open({})])
  })

  test('in start order, private ones among the others but never a slot', () => {
    const late = open({ iCalUId: 'b', eventId: 'b', start: '2026-11-10T10:00:00.000Z' })
    const secret = look({ sensitivity: 'private', start: at('2026-11-05T10:00:00'), end: at('2026-11-05T11:00:00') })
    expect(onePerOccurrence([late, secret, open({})]).map(({ reason }) => reason)).toEqual(['ok', 'private', 'ok'])
    expect(slotsOf([late, secret, open({})]).map(({ eventId }) => eventId)).toEqual(['event-1', 'b'])
  })
})

describe('reading Graph events', () => {
  test('only ids and times are needed', () => {
    const { id, iCalUId, start, end } = rawEvent()
    expect(graphEvent.parse({ id, iCalUId, start, end })).toMatchObject({
      attendees: [],
      sensitivity: 'normal',
      isAllDay: false,
    })
  })

  test.each([
    [
      'a Windows zone',
      { dateTime: '2026-10-06T10:00:00.0000000', timeZone: 'GMT Standard Time' },
      '2026-10-06T09:00:00.000Z',
    ],
    [
      'an unknown zone',
      { dateTime: '2026-10-06T10:00:00', timeZone: 'tzone://Microsoft/Custom' },
      '2026-10-06T10:00:00.000Z',
    ],
    ['an offset', { dateTime: '2026-10-06T10:00:00+02:00', timeZone: 'UTC' }, '2026-10-06T08:00:00.000Z'],
    ['fractions', { dateTime: '2026-10-06T10:00:30.1234567', timeZone: 'UTC' }, '2026-10-06T10:00:30.123Z'],
  ])('times with %s', (_what, start, expected) => expect(event({ start }).start).toBe(expected))

  test.each<[string, Change]>([
    ['start', { start: undefined }],
    ['start.dateTime', { start: { dateTime: '2026-02-30T10:00:00', timeZone: 'UTC' } }],
    ['end.dateTime', { end: { dateTime: 'tomorrow', timeZone: 'UTC' } }],
    ['attendees.0.emailAddress.address', { attendees: [attendee('x', { emailAddress: { address: 7 } })] }],
    ['iCalUId', { iCalUId: '' }],
  ])('a broken %s is named', (path, change) => {
    const result = graphEvent.safeParse(rawEvent(change))
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path])
  })

  test('R4 an all-day absence covers the days of its owner’s zone, a private one too, a cancelled one nothing', () => {
    const days = { showAs: 'oof', isAllDay: true, start: at('2026-11-03T00:00:00'), end: at('2026-11-04T00:00:00') }
    const away = [event({ ...days, sensitivity: 'private' }), event({ ...days, isCancelled: true }), event()]
    expect(outOfOffice(away, 'America/New_York')).toEqual([
      { start: '2026-11-03T05:00:00.000Z', end: '2026-11-04T05:00:00.000Z' },
    ])
  })

  test('first names', () => {
    expect(['Rafe Okafor', 'Okafor, Rafe', 'Leïla', '  Ana  Maria '].map(firstName)).toEqual([
      'Rafe',
      'Rafe',
      'Leïla',
      'Ana',
    ])
  })
})

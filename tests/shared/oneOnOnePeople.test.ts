// R1: what is a 1-1, by who is on the invitation: addresses, rooms, third people, groups, guests, leavers, organizers.
import { describe, expect, test } from '@jest/globals'
import { classify, type OpenLook } from '#shared/oneOnOne/classify.ts'
import { confirmed, slotsOf } from '#shared/oneOnOne/slots.ts'
import { directoryOf, firstName } from '#shared/person.ts'
import {
  answer,
  at,
  attendee,
  byAssistant,
  byRafe,
  type Case,
  event,
  guest,
  legacy,
  look,
  mailbox,
  mona,
  people,
  rafe,
  verdict,
  verdictOf,
  who,
} from './fixtures/calendar.ts'

const Rafe = attendee('rafe@contoso.test')
const conferenceRoom = (more: Record<string, unknown>) => ({
  displayName: 'Blue',
  locationType: 'conferenceRoom',
  ...more,
})

const ADDRESSES: Case[] = [
  ['an alias', { attendees: [attendee('rafe.alias@contoso.test')] }, 'ok'],
  ['an alias in capitals', { attendees: [attendee('RAFE.Alias@Contoso.TEST')] }, 'ok'],
  ['an address with its prefix', { attendees: [attendee('SMTP:rafe@contoso.test')] }, 'ok'],
  ['an address with spaces around it', { attendees: [attendee(' rafe@contoso.test ')] }, 'ok'],
  ['a legacy Exchange address', { attendees: [attendee(legacy('rafe'))] }, 'ok'],
  ['a legacy Exchange address in capitals', { attendees: [attendee(legacy('rafe').toUpperCase())] }, 'ok'],
  ['a legacy Exchange address with its prefix', { attendees: [attendee(`X500:${legacy('rafe')}`)] }, 'ok'],
  [
    'a legacy Exchange address that nobody has',
    { attendees: [attendee(legacy('x'))] },
    'someone who is not in the directory',
  ],
  ['the organizer by a legacy address', { organizer: mailbox(legacy('mona').toUpperCase()) }, 'ok'],
  [
    'the owner organized it, by a legacy address that is not in the directory',
    { organizer: mailbox(legacy('x')) },
    'ok',
  ],
  [
    'another organized it, by a legacy address that is not in the directory',
    { ...byAssistant, organizer: mailbox(legacy('x')) },
    'third person',
  ],
  [
    'organized from outside, in what says it is the own copy',
    { organizer: mailbox('x@fabrikam.test') },
    'manager not on the invitation',
  ],
  ['the organizer is repeated under an alias', { attendees: [attendee('mona.alias@contoso.test'), Rafe] }, 'ok'],
  ['the employee is listed twice', { attendees: [Rafe, Rafe] }, 'ok'],
  [
    'the employee is listed under three addresses',
    { attendees: [Rafe, attendee('Rafe.Alias@contoso.test', { type: 'optional' }), attendee(legacy('rafe'))] },
    'ok',
  ],
  [
    'the same person from outside twice is one',
    { attendees: [attendee('x@fabrikam.test'), attendee('X@Fabrikam.test')] },
    'someone who is not in the directory',
  ],
]

const ROOMS: Case[] = [
  ['a resource', { attendees: [Rafe, attendee('room 1@contoso.test', { type: 'resource' })] }, 'ok'],
  ['a room of the directory, invited like a person', { attendees: [Rafe, attendee('room@contoso.test')] }, 'ok'],
  [
    'a room of the directory as optional, by an alias',
    { attendees: [Rafe, attendee('ROOM.alias@contoso.test', { type: 'optional' })] },
    'ok',
  ],
  [
    'a room of location',
    {
      attendees: [Rafe, attendee('Blue@contoso.test')],
      location: conferenceRoom({ locationUri: 'blue@contoso.test' }),
    },
    'ok',
  ],
  [
    'a room of locations',
    {
      attendees: [Rafe, attendee('blue@contoso.test')],
      locations: [conferenceRoom({ uniqueId: 'Blue@contoso.test' })],
    },
    'ok',
  ],
  [
    'a room by its locationEmailAddress',
    {
      attendees: [Rafe, attendee('blue@contoso.test')],
      locations: [conferenceRoom({ locationEmailAddress: 'blue@contoso.test' })],
    },
    'ok',
  ],
  [
    'a room of location, invited by another of its addresses',
    {
      attendees: [Rafe, attendee('otto.alias@contoso.test')],
      location: conferenceRoom({ locationUri: 'otto@contoso.test' }),
    },
    'ok',
  ],
  [
    'a room by its legacy address',
    {
      attendees: [Rafe, attendee(legacy('blue'))],
      location: conferenceRoom({ locationUri: legacy('blue').toUpperCase() }),
    },
    'ok',
  ],
  [
    'two rooms',
    { attendees: [Rafe, attendee('room@contoso.test'), attendee('blue@contoso.test', { type: 'resource' })] },
    'ok',
  ],
  ['only a room', { attendees: [attendee('room@contoso.test', { type: 'resource' })] }, 'nobody else invited'],
  ['a room invited the two', { ...byAssistant, organizer: mailbox('room@contoso.test') }, 'ok'],
  [
    'a person whose address is typed as the place',
    {
      attendees: [Rafe, attendee('peer@contoso.test')],
      location: { displayName: 'Peer’s desk', locationType: 'default', locationUri: 'peer@contoso.test' },
    },
    'third person',
  ],
  [
    'a place without an address is nobody',
    { attendees: [Rafe, attendee('Blue')], location: conferenceRoom({ uniqueId: 'Blue' }) },
    'third person',
  ],
]

const OTHERS: Case[] = [
  ['nobody else', { attendees: [] }, 'nobody else invited'],
  ['only the manager', { attendees: [attendee('mona@contoso.test')] }, 'nobody else invited'],
  ['an optional third', { attendees: [Rafe, attendee('peer@contoso.test', { type: 'optional' })] }, 'third person'],
  [
    'a third of a role that we do not know',
    { attendees: [Rafe, attendee('peer@contoso.test', { type: 'newRole' })] },
    'third person',
  ],
  [
    'a third who declined',
    { attendees: [Rafe, attendee('peer@contoso.test', { status: answer('declined') })] },
    'third person',
  ],
  ['a third from outside', { attendees: [Rafe, attendee('x@fabrikam.test')] }, 'third person'],
  ['two employees', { attendees: [Rafe, attendee('jun@contoso.test')] }, 'third person'],
  ['a group and the employee', { attendees: [Rafe, attendee('Everyone@contoso.test')] }, 'group address'],
  ['only a group', { attendees: [attendee('everyone@contoso.test')] }, 'group address'],
  [
    'a group as an optional',
    { attendees: [Rafe, attendee('everyone@contoso.test', { type: 'optional' })] },
    'group address',
  ],
  [
    'a group as a resource',
    { attendees: [Rafe, attendee('everyone@contoso.test', { type: 'resource' })] },
    'group address',
  ],
  ['a group that organizes', { ...byAssistant, organizer: mailbox('everyone@contoso.test') }, 'group address'],
  ['someone from outside', { attendees: [attendee('x@fabrikam.test')] }, 'someone who is not in the directory'],
  ['a guest', { attendees: [attendee('guest@contoso.test')] }, 'guest from outside'],
  ['an employee who left', { attendees: [attendee('left@contoso.test')] }, 'account disabled'],
  [
    'someone who left and is nobody’s employee any more',
    { attendees: [attendee('former@contoso.test')] },
    'account disabled',
  ],
  [
    'someone who left and is deleted',
    { attendees: [attendee('deleted@contoso.test')] },
    'someone who is not in the directory',
  ],
  ['a colleague', { attendees: [attendee('peer@contoso.test')] }, 'not an employee of this manager'],
  ['hidden attendees in an attendee’s copy', { ...byRafe, hideAttendees: true }, 'hidden list of attendees'],
  ['hidden attendees in the organizer’s own copy', { hideAttendees: true }, 'ok'],
]

const ORGANIZERS: Case[] = [
  ['the employee', byRafe, 'ok'],
  ['the employee, who is listed too', { ...byRafe, attendees: [attendee('mona@contoso.test'), Rafe] }, 'ok'],
  [
    'the employee, and it was forwarded to the manager',
    { ...byRafe, attendees: [attendee('peer@contoso.test')] },
    'manager not on the invitation',
  ],
  ['an assistant', byAssistant, 'organized by someone else'],
  [
    'an assistant, who is listed too',
    { ...byAssistant, attendees: [...byAssistant.attendees, attendee('otto.alias@contoso.test')] },
    'organized by someone else',
  ],
  [
    'an assistant, who declined',
    {
      ...byAssistant,
      attendees: [...byAssistant.attendees, attendee('otto@contoso.test', { status: answer('declined') })],
    },
    'organized by someone else',
  ],
  [
    'an assistant, with a room',
    { ...byAssistant, attendees: [...byAssistant.attendees, attendee('room@contoso.test')] },
    'organized by someone else',
  ],
  [
    'an assistant who is an employee of the manager too',
    { ...byAssistant, organizer: mailbox('jun@contoso.test') },
    'organized by someone else',
  ],
  [
    'an assistant, and the employee declined',
    {
      ...byAssistant,
      attendees: [attendee('mona@contoso.test'), attendee('rafe@contoso.test', { status: answer('declined') })],
    },
    'declined',
  ],
  ['an assistant, too long', { ...byAssistant, end: at('2026-11-03T13:00:00') }, 'longer than 2 hours'],
  [
    'an assistant, and a third is invited',
    { ...byAssistant, attendees: [...byAssistant.attendees, attendee('peer@contoso.test')] },
    'third person',
  ],
  [
    'an assistant, and the other is no employee',
    { ...byAssistant, attendees: [attendee('mona@contoso.test'), attendee('peer@contoso.test')] },
    'third person',
  ],
  [
    'an assistant, and the other left',
    { ...byAssistant, attendees: [attendee('mona@contoso.test'), attendee('left@contoso.test')] },
    'account disabled',
  ],
  ['somebody from outside', { ...byAssistant, organizer: mailbox('x@fabrikam.test') }, 'third person'],
  ['a guest', { ...byAssistant, organizer: mailbox('guest@contoso.test') }, 'third person'],
]

describe('R1 by which address', () => {
  test.each(ADDRESSES)('%s', (_name, change, words) => expect(verdict(change)).toEqual(verdictOf(words)))
})
describe('R1 rooms are nobody', () => {
  test.each(ROOMS)('%s', (_name, change, words) => expect(verdict(change)).toEqual(verdictOf(words)))
})
describe('R1 who else is there', () => {
  test.each(OTHERS)('%s', (_name, change, words) => expect(verdict(change)).toEqual(verdictOf(words)))
})
describe('R1 organized by', () => {
  test.each(ORGANIZERS)('%s', (_name, change, words) => expect(verdict(change)).toEqual(verdictOf(words)))
})

describe('R1 people', () => {
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

  test('only the manager can make a possible one theirs, and nothing else', () => {
    const possible = look(byAssistant) as OpenLook
    expect(possible).toMatchObject({ organizer: 'otto', employee: 'rafe' })
    expect(slotsOf([possible])).toEqual([])
    expect(slotsOf([confirmed(possible)])).toMatchObject([{ eventId: 'event-1', employee: 'rafe', organizer: 'otto' }])
    const group = look({ attendees: [attendee('everyone@contoso.test')] }) as OpenLook
    expect(confirmed(group)).toBe(group)
  })

  test('the one employee is named for any reason, of several nobody, and an assistant only if nobody else is one', () => {
    expect(look()).toMatchObject({ manager: 'mona', employee: 'rafe', organizer: 'mona' })
    expect(look({ attendees: [Rafe, attendee('peer@contoso.test')] }).employee).toBe('rafe')
    expect(look({ attendees: [Rafe, attendee('jun@contoso.test')] }).employee).toBeNull()
    expect(look({ isCancelled: true }).employee).toBe('rafe')
    expect(look({ ...byAssistant, organizer: mailbox('jun@contoso.test') })).toMatchObject({
      organizer: 'jun',
      employee: 'rafe',
    })
  })

  test('the owner who organized it by an unknown legacy address is the organizer', () => {
    expect(look({ organizer: mailbox(legacy('x')) })).toMatchObject({
      organizer: 'mona',
      isOrganizer: true,
      employee: 'rafe',
    })
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

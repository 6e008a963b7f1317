// R1: what is a 1-1, by what the event itself is: its state, its time, its answers, and what is missing from it.
import { describe, expect, test } from '@jest/globals'
import type { Look } from '#shared/oneOnOne/classify.ts'
import {
  answer,
  at,
  attendee,
  byAssistant,
  byRafe,
  type Case,
  look,
  mailbox,
  verdict,
  verdictOf,
} from './fixtures/calendar.ts'

const rafe = (response: string, time?: string) =>
  attendee('rafe@contoso.test', { status: answer(response, time ?? '2026-09-02T08:00:00Z') })
const alias = (response: string, time: string) =>
  attendee('rafe.alias@contoso.test', { status: answer(response, time) })

const STATE: Case[] = [
  ['an ordinary one', {}, 'ok'],
  ['a single meeting, of no series', { type: 'singleInstance', seriesMasterId: null }, 'ok'],
  ['an occurrence renamed: an exception', { type: 'exception', subject: 'Mona / Rafe, later' }, 'ok'],
  [
    'an occurrence moved: an exception',
    { type: 'exception', start: at('2026-11-05T15:00:00'), end: at('2026-11-05T15:45:00') },
    'ok',
  ],
  [
    'an occurrence made longer than two hours',
    { type: 'exception', end: at('2026-11-03T12:30:00') },
    'longer than 2 hours',
  ],
  [
    'an occurrence with one more person',
    { type: 'exception', attendees: [attendee('rafe@contoso.test'), attendee('peer@contoso.test')] },
    'third person',
  ],
  [
    'a cancelled occurrence that is still there',
    { type: 'exception', isCancelled: true, subject: 'Canceled: Mona / Rafe' },
    'cancelled',
  ],
  ['all day', { isAllDay: true, start: at('2026-11-03T00:00:00'), end: at('2026-11-04T00:00:00') }, 'all day'],
  ['shown as tentative', { showAs: 'tentative' }, 'ok'],
  ['shown as free', { showAs: 'free' }, 'shown as free'],
  ['shown as out of office', { showAs: 'oof' }, 'out of office'],
  ['shown as working elsewhere', { showAs: 'workingElsewhere' }, 'working elsewhere'],
  ['shown as unknown', { showAs: 'unknown' }, 'not shown as busy'],
  ['shown as something of JavaScript', { showAs: 'constructor' }, 'not shown as busy'],
  ['private', { sensitivity: 'private' }, 'private'],
  ['confidential', { sensitivity: 'confidential' }, 'private'],
  ['personal', { sensitivity: 'personal' }, 'private'],
  ['a sensitivity that we do not know', { sensitivity: 'unknownFutureValue' }, 'private'],
  ['private and cancelled', { sensitivity: 'private', isCancelled: true }, 'private'],
  ['private and organized by an assistant', { sensitivity: 'private', ...byAssistant }, 'private'],
]

const TIME: Case[] = [
  ['14 minutes and 59 seconds', { end: at('2026-11-03T10:14:59') }, 'shorter than 15 minutes'],
  ['15 minutes', { end: at('2026-11-03T10:15:00') }, 'ok'],
  ['two hours', { end: at('2026-11-03T12:00:00') }, 'ok'],
  ['two hours and a second', { end: at('2026-11-03T12:00:01') }, 'longer than 2 hours'],
  ['no time at all', { end: at('2026-11-03T10:00:00') }, 'shorter than 15 minutes'],
  ['an end before its start', { end: at('2026-11-03T09:00:00') }, 'shorter than 15 minutes'],
  [
    'midnight to midnight, not marked as all day',
    { start: at('2026-11-03T00:00:00'), end: at('2026-11-04T00:00:00') },
    'longer than 2 hours',
  ],
  [
    'an hour and a half by clocks that go back meanwhile',
    { start: at('2026-10-25T00:30:00', 'Europe/London'), end: at('2026-10-25T02:00:00', 'GMT Standard Time') },
    'longer than 2 hours',
  ],
  ['over midnight', { start: at('2026-11-03T23:45:00'), end: at('2026-11-04T00:15:00') }, 'ok'],
  [
    'start and end in two zones',
    { start: at('2026-11-03T15:45:00', 'Nepal Standard Time'), end: at('2026-11-03T10:30:00', 'Europe/London') },
    'ok',
  ],
]

const ANSWERS: Case[] = [
  ['the employee has not answered', { attendees: [rafe('none', '0001-01-01T00:00:00Z')] }, 'ok'],
  ['the employee is tentative', { attendees: [rafe('tentativelyAccepted')] }, 'ok'],
  ['the employee declined', { attendees: [rafe('declined')] }, 'declined'],
  ['the manager declined', { ...byRafe, responseStatus: answer('declined') }, 'declined'],
  [
    'the manager declined, says the list only',
    { ...byRafe, attendees: [attendee('mona@contoso.test', { status: answer('declined') })], responseStatus: null },
    'declined',
  ],
  ['the manager has not answered', { ...byRafe, responseStatus: answer('notResponded', '0001-01-01T00:00:00Z') }, 'ok'],
  [
    'listed twice: declined, then accepted',
    { attendees: [rafe('accepted', '2026-09-03T08:00:00Z'), alias('declined', '2026-09-02T08:00:00Z')] },
    'ok',
  ],
  [
    'listed twice: accepted, then declined',
    { attendees: [rafe('declined', '2026-09-03T08:00:00Z'), alias('accepted', '2026-09-02T08:00:00Z')] },
    'declined',
  ],
  [
    'listed twice: declined, and never answered as the other',
    { attendees: [rafe('declined'), alias('none', '0001-01-01T00:00:00Z')] },
    'declined',
  ],
  [
    'listed twice: yes and no at the same moment',
    { attendees: [rafe('accepted'), alias('declined', '2026-09-02T08:00:00Z')] },
    'declined',
  ],
  [
    'listed twice: newest by time, not by text',
    { attendees: [rafe('declined', '2026-09-02T23:30:00-03:00'), alias('accepted', '2026-09-03T01:00:00Z')] },
    'declined',
  ],
  [
    'listed twice: a no in the year 1 and a yes at no time',
    { attendees: [rafe('declined', '0001-01-01T00:00:00Z'), alias('accepted', '')] },
    'declined',
  ],
  ['a no at a time that is no time', { attendees: [rafe('declined', 'soon')] }, 'declined'],
]

const MISSING: Case[] = [
  [
    'only what Graph always gives',
    {
      sensitivity: undefined,
      showAs: undefined,
      isAllDay: undefined,
      isCancelled: undefined,
      hideAttendees: undefined,
      location: undefined,
      locations: undefined,
      subject: undefined,
      responseStatus: undefined,
      onlineMeeting: undefined,
      seriesMasterId: undefined,
    },
    'ok',
  ],
  [
    'null wherever Graph may write it',
    {
      sensitivity: null,
      showAs: null,
      isAllDay: null,
      isCancelled: null,
      hideAttendees: null,
      location: null,
      locations: null,
      subject: null,
      responseStatus: null,
      onlineMeeting: null,
      seriesMasterId: null,
    },
    'ok',
  ],
  ['not said whose copy it is', { isOrganizer: null }, 'ok'],
  ['no organizer in the organizer’s own copy', { organizer: null }, 'ok'],
  [
    'an organizer without an address in the own copy',
    { organizer: { emailAddress: { name: 'Mona', address: null } } },
    'ok',
  ],
  ['no organizer in another’s copy', { ...byAssistant, organizer: null }, 'third person'],
  [
    'no organizer, and not said whose copy it is',
    { organizer: null, isOrganizer: null },
    'manager not on the invitation',
  ],
  ['no list of attendees', { attendees: null }, 'nobody else invited'],
  ['an attendee without type and status', { attendees: [mailbox('rafe@contoso.test')] }, 'ok'],
  [
    'an attendee without an address',
    { attendees: [{ emailAddress: { name: 'Rafe' } }] },
    'someone who is not in the directory',
  ],
  [
    'an attendee of whom nothing is known',
    { attendees: [{ emailAddress: null }] },
    'someone who is not in the directory',
  ],
  ['Rafe, and one of whom nothing is known', { attendees: [attendee('rafe@contoso.test'), {}] }, 'third person'],
  ['placeholder text for an address', { attendees: [attendee('string')] }, 'someone who is not in the directory'],
  [
    'a name of JavaScript for an address',
    { attendees: [attendee('__proto__')] },
    'someone who is not in the directory',
  ],
  ['an address of spaces', { attendees: [attendee('  ')] }, 'someone who is not in the directory'],
  [
    'the zone is a placeholder: UTC',
    { start: at('2026-11-03T10:00:00', ''), end: at('2026-11-03T10:30:00', null) },
    'ok',
  ],
]

describe('R1 what the event is', () => {
  test.each(STATE)('%s', (_name, change, words) => expect(verdict(change)).toEqual(verdictOf(words)))
})
describe('R1 how long it takes', () => {
  test.each(TIME)('%s', (_name, change, words) => expect(verdict(change)).toEqual(verdictOf(words)))
})
describe('R1 what people answered', () => {
  test.each(ANSWERS)('%s', (_name, change, words) => expect(verdict(change)).toEqual(verdictOf(words)))
})
describe('R1 what is missing', () => {
  test.each(MISSING)('%s', (_name, change, words) => expect(verdict(change)).toEqual(verdictOf(words)))
})

describe('R1 nothing of a private event is kept', () => {
  test.each(['private', 'confidential', 'personal', 'somethingNew'])('%s', (sensitivity) => {
    const secrets = ['Mona / Rafe', 'event-1', 'uid-1', 'series-1', 'key-1', 'rafe', 'otto', 'meetup-join']
    for (const change of [{}, { isCancelled: true }, byAssistant]) {
      const kept: Look = look({ sensitivity, ...change })
      expect(kept).toMatchObject({
        reason: 'private',
        eventId: null,
        employee: null,
        start: '2026-11-03T10:00:00.000Z',
      })
      for (const secret of secrets) expect(JSON.stringify(kept)).not.toContain(secret)
    }
  })
})

// The meetings of the built-in company: one series for each thing that R1 must tell apart.
import type { Day } from '#shared/time.ts'

export const GROUP = { name: 'Everyone at Contoso', address: 'everyone@contoso.test' }
export const ROOM = { name: 'Room Aalto', address: 'room.aalto@contoso.test' }

export type Series = {
  /** Names the series: its ids are made from it. */
  name: string
  subject: string
  /** In whose calendar it is listed; the others' copies are derived. */
  calendar: string
  organizer: string
  attendees: string[]
  group?: typeof GROUP
  room?: typeof ROOM
  first: Day
  last?: Day
  everyDays: number
  time: string
  minutes: number
  online: boolean
  sensitivity?: 'private'
  showAs?: 'free' | 'oof'
  /** Occurrences that were cancelled, and some that an attendee declined. */
  cancelled?: Day[]
  declined?: Day[]
  isAllDay?: boolean
}

const WEEK = 7
const oneOnOne = (manager: string, employee: string, subject: string) => ({
  name: `${manager}-${employee}`,
  subject,
  calendar: manager,
  organizer: manager,
  attendees: [employee],
  everyDays: WEEK,
  online: true,
})

export const SERIES: readonly Series[] = [
  { ...oneOnOne('mona', 'rafe', 'Mona / Rafe'), first: '2026-09-01', time: '10:00', minutes: 45 },
  {
    ...oneOnOne('mona', 'leila', 'Mona / Leïla'),
    room: ROOM,
    first: '2026-09-03',
    everyDays: 2 * WEEK,
    time: '14:00',
    minutes: 30,
  },
  {
    ...oneOnOne('mona', 'jun', 'Mona / Jun'),
    first: '2026-09-02',
    time: '11:00',
    minutes: 30,
    cancelled: ['2026-10-21'],
    declined: ['2026-11-04', '2026-12-02'],
  },
  {
    ...oneOnOne('mona', 'daniel', 'Content planning'),
    attendees: ['daniel', 'ines'],
    first: '2026-09-01',
    time: '15:00',
    minutes: 45,
  },
  {
    ...oneOnOne('mona', 'nobody', 'Dentist'),
    attendees: [],
    first: '2026-11-10',
    last: '2026-11-10',
    time: '09:00',
    minutes: 60,
    online: false,
    sensitivity: 'private',
  },
  {
    ...oneOnOne('mona', 'lunch', 'Lunch with Rafe'),
    attendees: ['rafe'],
    first: '2026-09-04',
    time: '12:30',
    minutes: 45,
    online: false,
    showAs: 'free',
  },
  {
    ...oneOnOne('ines', 'everyone', 'All hands'),
    attendees: ['mona'],
    group: GROUP,
    first: '2026-09-10',
    everyDays: 4 * WEEK,
    time: '11:00',
    minutes: 60,
  },
  {
    ...oneOnOne('mona', 'away', 'Out of office'),
    attendees: [],
    first: '2026-11-23',
    last: '2026-11-23',
    time: '00:00',
    minutes: 5 * 24 * 60,
    online: false,
    showAs: 'oof',
    isAllDay: true,
  },
  { ...oneOnOne('ines', 'priya', 'Ines / Priya'), first: '2026-09-02', time: '10:30', minutes: 30 },
  {
    ...oneOnOne('ines', 'tomas', 'Ines / Tomás'),
    organizer: 'otto',
    attendees: ['ines', 'tomas'],
    first: '2026-09-03',
    everyDays: 2 * WEEK,
    time: '13:00',
    minutes: 45,
  },
  { ...oneOnOne('ines', 'sofia', 'Ines / Sofia'), first: '2026-09-04', time: '09:30', minutes: 30 },
]

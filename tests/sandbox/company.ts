// The built-in company: a small lively tenant whose 1-1s run for two years, made the same way every time.
import { tenantFile } from '#bot/cli/tenantFile.ts'
import { addCalendarDays, addMinutes, type Day, instantAt } from '#shared/time.ts'
import { ianaZone } from '#shared/zone.ts'
import { TENANT_ID } from './constants.ts'
import { graphTime } from './graphTime.ts'
import { changeKeyOf, iCalUIdOf, joinUrlOf, meetingChatId, outlookId } from './ids.ts'
import { type Tenant, tenantOf } from './tenant.ts'

/** Monday 5 October 2026, 09:00 in London. */
const NOW = '2026-10-05T08:00:00Z'
const FIRST_DAY = '2026-09-01'
const LAST_DAY = '2028-08-31'

const LONDON = 'GMT Standard Time'
const NEW_YORK = 'Eastern Standard Time'

type CompanyPerson = {
  id: string
  key: string
  name: string
  title: string
  zone: string
  manager?: string
  installed?: boolean
  appRoles?: string[]
  workingDays?: string[]
  away?: { from: string; to: string }
}

const MONA = '0b6d1c52-7e94-4f3a-9a1d-5c2f8e7b4d10'
const INES = '1f82a7c3-3b5e-4d67-8c90-a4e1d2f6b821'

const PEOPLE: readonly CompanyPerson[] = [
  { id: MONA, key: 'mona', name: 'Mona Lindqvist', title: 'Head of design', zone: LONDON },
  {
    id: '2c94b8d4-4d6f-4e78-9da1-b5f2e3a7c932',
    key: 'rafe',
    name: 'Rafe Okafor',
    title: 'Product designer',
    zone: LONDON,
    manager: MONA,
  },
  {
    id: '3da5c9e5-5e70-4f89-aeb2-c6a3f4b8da43',
    key: 'leila',
    name: 'Leïla Haddad',
    title: 'Design lead',
    zone: LONDON,
    manager: MONA,
  },
  {
    id: '4eb6daf6-6f81-409a-bfc3-d7b4a5c9eb54',
    key: 'jun',
    name: 'Jun Park',
    title: 'Interaction designer',
    zone: 'India Standard Time',
    manager: MONA,
  },
  {
    id: '5fc7eba7-7a92-41ab-80d4-e8c5b6dafc65',
    key: 'daniel',
    name: 'Daniel Osei',
    title: 'Content designer',
    zone: 'Arabian Standard Time',
    manager: MONA,
    workingDays: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday'],
  },
  { id: INES, key: 'ines', name: 'Ines Duarte', title: 'Head of research', zone: NEW_YORK },
  {
    id: '60d8fcb8-8ba3-42bc-91e5-f9d6c7eb0d76',
    key: 'priya',
    name: 'Priya Nair',
    title: 'Senior researcher',
    zone: NEW_YORK,
    manager: INES,
  },
  {
    id: '71e90dc9-9cb4-43cd-a2f6-0ae7d8fc1e87',
    key: 'tomas',
    name: 'Tomás Vidal',
    title: 'Researcher',
    zone: NEW_YORK,
    manager: INES,
  },
  {
    id: '82fa1eda-adc5-44de-b307-1bf8e90d2f98',
    key: 'sofia',
    name: 'Sofia Marchetti',
    title: 'Research operations',
    zone: NEW_YORK,
    manager: INES,
    away: { from: '2026-10-12', to: '2027-01-08' },
  },
  {
    id: '930b2feb-bed6-45ef-8418-2c09fa1e30a9',
    key: 'hanna',
    name: 'Hanna Brandt',
    title: 'People operations',
    zone: LONDON,
    appRoles: ['PeopleOps'],
  },
  {
    id: 'a41c30fc-cfe7-4600-9529-3d1a0b2f41ba',
    key: 'otto',
    name: 'Otto Weber',
    title: 'Executive assistant',
    zone: NEW_YORK,
    installed: false,
  },
]

const GROUP = { name: 'Everyone at Contoso', address: 'everyone@contoso.test' }
const ROOM = { name: 'Room Aalto', address: 'room.aalto@contoso.test' }

type Series = {
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

const SERIES: readonly Series[] = [
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

const mailOf = ({ name }: { name: string }): string =>
  `${name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(' ', '.')}@contoso.test`

/** The company as a tenant. */
export function companyTenant(): Tenant {
  return tenantOf(tenantFile.parse(companyFile()))
}

/** The company in the shape of a tenant file. */
export function companyFile() {
  return {
    now: NOW,
    fiscalYearStartMonth: 1,
    directory: [
      ...PEOPLE.map(directoryEntry),
      {
        id: 'b52d410d-d0f8-4711-a63a-4e2b1c3052cb',
        key: 'aalto',
        displayName: ROOM.name,
        mail: ROOM.address,
        isRoom: true,
        accountEnabled: false,
        installed: false,
      },
      {
        '@odata.type': '#microsoft.graph.group',
        id: 'c63e521e-e109-4822-b74b-5f3c2d4163dc',
        displayName: GROUP.name,
        mail: GROUP.address,
        proxyAddresses: [`SMTP:${GROUP.address}`],
      },
    ],
    calendarView: Object.fromEntries(
      ['mona', 'ines'].map((key) => [
        key,
        [{ value: SERIES.filter(({ calendar }) => calendar === key).flatMap(occurrences) }],
      ]),
    ),
  }
}

function directoryEntry(person: CompanyPerson) {
  const mail = mailOf(person)
  const { id, key, name, title, zone, manager = null, installed = true, appRoles = [], workingDays, away } = person
  return {
    id,
    key,
    displayName: name,
    mail,
    userPrincipalName: mail,
    proxyAddresses: [`SMTP:${mail}`, `smtp:${key}@contoso.test`],
    accountEnabled: true,
    userType: 'Member',
    jobTitle: title,
    manager,
    installed,
    appRoles,
    mailboxSettings: {
      timeZone: zone,
      ...(workingDays && { workingHours: { daysOfWeek: workingDays } }),
      ...(away && {
        automaticRepliesSetting: {
          status: 'scheduled',
          scheduledStartDateTime: graphTime(instantAt(away.from, '00:00', ianaZone(zone).zone)),
          scheduledEndDateTime: graphTime(instantAt(addCalendarDays(away.to, 1), '00:00', ianaZone(zone).zone)),
        },
      }),
    },
  }
}

function person(key: string): CompanyPerson {
  const found = PEOPLE.find((one) => one.key === key)
  if (!found) throw new Error(`The company has no ${key}.`)
  return found
}

const mailbox = (one: CompanyPerson) => ({ name: one.name, address: mailOf(one) })

function occurrences(series: Series): object[] {
  const days: Day[] = []
  for (let day = series.first; day <= (series.last ?? LAST_DAY); day = addCalendarDays(day, series.everyDays)) {
    if (day >= FIRST_DAY && !series.cancelled?.includes(day)) days.push(day)
  }
  return days.map((day) => occurrence(series, day))
}

function occurrence(series: Series, day: Day): object {
  const { calendar, name, subject, attendees, group, room, minutes, online, isAllDay = false } = series
  const owner = person(calendar)
  const organizer = person(series.organizer)
  const single = series.first === series.last
  const start = isAllDay ? `${day}T00:00:00.000Z` : instantAt(day, series.time, ianaZone(owner.zone).zone)
  const changeKey = changeKeyOf(`${name}|${day}`)
  const joinUrl = joinUrlOf(meetingChatId(name), TENANT_ID, organizer.id)
  const declined = series.declined?.includes(day) ?? false
  const invited = (emailAddress: typeof GROUP, type: string, response: string) => ({
    type,
    status: { response, time: '2026-08-20T09:00:00Z' },
    emailAddress,
  })
  return {
    id: outlookId(owner.id, `${name}|${day}`),
    iCalUId: iCalUIdOf(name, single ? undefined : day),
    uid: iCalUIdOf(name),
    seriesMasterId: single ? null : outlookId(owner.id, name),
    type: single ? 'singleInstance' : 'occurrence',
    changeKey,
    '@odata.etag': `W/"${changeKey}"`,
    subject,
    start: graphTime(start),
    end: graphTime(addMinutes(start, minutes)),
    originalStartTimeZone: owner.zone,
    originalEndTimeZone: owner.zone,
    isAllDay,
    isOrganizer: organizer === owner,
    responseStatus: { response: organizer === owner ? 'organizer' : 'accepted', time: '2026-08-20T09:00:00Z' },
    sensitivity: series.sensitivity ?? 'normal',
    showAs: series.showAs ?? 'busy',
    organizer: { emailAddress: mailbox(organizer) },
    attendees: [
      ...attendees.map((key) => invited(mailbox(person(key)), 'required', declined ? 'declined' : 'accepted')),
      ...(group ? [invited(group, 'required', 'none')] : []),
      ...(room ? [invited(room, 'resource', 'accepted')] : []),
    ],
    location: room
      ? { displayName: room.name, locationType: 'conferenceRoom', locationEmailAddress: room.address }
      : { displayName: online ? 'Microsoft Teams Meeting' : '', locationType: 'default' },
    isOnlineMeeting: online,
    onlineMeetingProvider: online ? 'teamsForBusiness' : 'unknown',
    onlineMeeting: online ? { joinUrl } : null,
    ...(online && { body: { contentType: 'html', content: `<p>Microsoft Teams meeting</p><p>${joinUrl}</p>` } }),
  }
}

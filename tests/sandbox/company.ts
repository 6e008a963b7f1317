// The built-in company: a small lively tenant whose 1-1s run for two years, made the same way every time.
import { tenantFile } from '#bot/cli/tenantFile.ts'
import { addCalendarDays, addMinutes, type Day, instantAt } from '#shared/time.ts'
import { ianaZone } from '#shared/zone.ts'
import { type CompanyPerson, mailOf, PEOPLE, person } from './companyPeople.ts'
import { GROUP, ROOM, SERIES, type Series } from './companySeries.ts'
import { TENANT_ID } from './constants.ts'
import { graphTime } from './graphTime.ts'
import { changeKeyOf, iCalUIdOf, joinUrlOf, meetingChatId, outlookId } from './ids.ts'
import { type Tenant, tenantOf } from './tenant.ts'

/** Monday 5 October 2026, 09:00 in London. */
const NOW = '2026-10-05T08:00:00Z'
const LAST_DAY = '2028-08-31'

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

const mailbox = (one: CompanyPerson) => ({ name: one.name, address: mailOf(one) })

function occurrences(series: Series): object[] {
  const days: Day[] = []
  for (let day = series.first; day <= (series.last ?? LAST_DAY); day = addCalendarDays(day, series.everyDays)) {
    if (!series.cancelled?.includes(day)) days.push(day)
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

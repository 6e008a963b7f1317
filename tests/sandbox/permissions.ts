// What an app token may ask of Graph: for each route the application permissions of which it needs one (learn.microsoft.com, each method's table).
import type { RequestHandler } from 'express'
import { GraphFailure } from './odata.ts'

/** What an administrator consents to for the app as it is; a control call may leave some of it out. */
export const ALL_PERMISSIONS: readonly string[] = [
  'User.Read.All',
  'GroupMember.Read.All',
  'MailboxSettings.Read',
  'Calendars.ReadWrite',
  'ChatSettings.Read.Chat',
]

const BASIC = 'Calendars.ReadBasic'
const WRITE = ['Calendars.ReadWrite']
const READ = ['Calendars.Read', ...WRITE]
const PEOPLE = ['User.Read.All', 'Directory.Read.All']
const GROUPS = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All']

/** Exchange and the directory refuse in words of their own. */
type Rule = { method: string; path: RegExp; oneOf: readonly string[]; refused: string }
const exchange = (method: string, path: RegExp, oneOf: readonly string[]): Rule => ({
  method,
  path,
  oneOf,
  refused: 'ErrorAccessDenied',
})
const directory = (path: RegExp, oneOf: readonly string[]): Rule => ({
  method: 'GET',
  path,
  oneOf,
  refused: 'Authorization_RequestDenied',
})

const RULES: readonly Rule[] = [
  exchange('GET', /^\/users\/[^/]+\/calendarView$/, [BASIC, ...READ]),
  exchange('GET', /^\/users\/[^/]+\/events\/[^/]+$/, [BASIC, ...READ]),
  exchange('PATCH', /^\/users\/[^/]+\/events\/[^/]+$/, WRITE),
  exchange('DELETE', /^\/users\/[^/]+\/events\/[^/]+$/, WRITE),
  exchange('GET', /^\/users\/[^/]+\/mailboxSettings$/, ['MailboxSettings.Read', 'MailboxSettings.ReadWrite']),
  directory(/^\/users$/, PEOPLE),
  directory(/^\/users\/[^/]+(\/(directReports|manager))?$/, PEOPLE),
  directory(/^\/groups$/, GROUPS),
  directory(/^\/groups\/[^/]+(\/(members|transitiveMembers))?$/, GROUPS),
  directory(/^\/chats\/[^/]+$/, ['ChatSettings.Read.Chat', 'Chat.ReadBasic.All', 'Chat.Read.All']),
]

/** Each part of a batch is asked for itself. */
const FREE = /^\/\$batch$/
/** Whatever is known here and stands in no rule: subscriptions. */
const OTHERWISE = exchange('*', /./, READ)

/** Refuses with 403 what none of the token's roles allows; `gate` has left them at `res.locals.roles`. */
export const permitted: RequestHandler = (req, res, next) => {
  const roles = res.locals.roles as string[]
  if (FREE.test(req.path)) return next()
  const rule = RULES.find(({ method, path }) => method === req.method && path.test(req.path)) ?? OTHERWISE
  if (!rule.oneOf.some((one) => roles.includes(one)))
    throw new GraphFailure(403, rule.refused, 'Insufficient privileges to complete the operation.')
  if (rule.oneOf.includes(BASIC) && !READ.some((one) => roles.includes(one))) {
    const json = res.json.bind(res)
    res.json = (body) => json(basic(body))
  }
  next()
}

const HIDDEN = ['body', 'bodyPreview', 'hasAttachments', 'singleValueExtendedProperties']

/** An event or a page of events as Calendars.ReadBasic shows them: without body, attachments and extensions. */
function basic(body: { value?: unknown }): object {
  if (Array.isArray(body.value)) return { ...body, value: body.value.map(basic) }
  return Object.fromEntries(Object.entries(body).filter(([name]) => !HIDDEN.includes(name)))
}

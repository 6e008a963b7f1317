// The control surface for tests and scripts: the clock, tokens, chats, meetings, calendars, subscriptions, people, faults, reset.
import express, { type Router } from 'express'
import { z } from 'zod'
import { Refusal } from '#shared/refusal.ts'
import { requireApp, settle, tellFaults, tellReset, tenantFacts } from './app.ts'
import { chatOf, personalChatId, sendInstallation, sendInvoke, sendMessage } from './bot.ts'
import { advanceTo, moveTo } from './clock.ts'
import { companyTenant } from './company.ts'
import { calendarRoutes } from './controlCalendar.ts'
import { subscriptionControl } from './controlSubscriptions.ts'
import { addDuration, parseDuration } from './duration.ts'
import { announce } from './enrol.ts'
import { tabToken } from './entra.ts'
import { instantOf } from './graphTime.ts'
import { bodyOf, isoInstant, personOf } from './http.ts'
import { endMeeting, startMeeting } from './meetings.ts'
import { newWorld } from './newWorld.ts'
import { changed, type Fault, type Sandbox } from './sandbox.ts'
import { readTenant, settingsWith } from './tenant.ts'
import type { ChatEntry } from './world.ts'

const clockBody = z.union(
  [z.strictObject({ advance: z.string() }), z.strictObject({ now: isoInstant })],
  'must be {"advance": "P1D"} or {"now": "2026-10-06T09:00:00Z"}, with "advance" or "now"',
)
const personBody = z.strictObject({ person: z.string() })
const chatBody = z.union(
  [
    z.strictObject({ text: z.string().min(1) }),
    z.strictObject({
      invoke: z.strictObject({ name: z.string(), value: z.unknown().optional() }),
      replyToId: z.string().optional(),
    }),
    z.strictObject({ value: z.unknown() }).refine(({ value }) => value !== undefined),
  ],
  'must hold exactly one of "text", "invoke" ({"name", "value"}) or "value"',
)
const MAILBOXES = ['open', 'none', 'closed'] as const
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const graphMoment = z
  .object({ dateTime: z.string(), timeZone: z.string().default('UTC') })
  .refine((value) => instantOf(value) !== null, 'is not a date and time as Graph has it')
const peopleBody = z.strictObject({
  installed: z.boolean().optional(),
  manager: z.string().nullable().optional(),
  accountEnabled: z.boolean().optional(),
  /** 'none': no mailbox or no licence for one; 'closed': the app's access does not reach it. */
  mailbox: z.enum(MAILBOXES).optional(),
  mailboxSettings: z
    .looseObject({
      timeZone: z.string().optional(),
      workingHours: z.looseObject({ daysOfWeek: z.array(z.enum(WEEKDAYS)).optional() }).optional(),
      automaticRepliesSetting: z
        .looseObject({
          status: z.enum(['disabled', 'alwaysEnabled', 'scheduled']).optional(),
          scheduledStartDateTime: graphMoment.optional(),
          scheduledEndDateTime: graphMoment.optional(),
        })
        .optional(),
    })
    .optional(),
})
const faultsBody = z.strictObject({
  target: z.enum(['graph', 'connector', 'store']),
  status: z
    .number()
    .int()
    .refine((status) => status === 0 || (status >= 400 && status <= 599), 'must be 0 or 400 to 599')
    .optional(),
  retryAfter: z.number().min(0).max(3600).optional(),
  count: z.number().int().min(0).max(100_000).default(1),
  delayMs: z.number().int().min(0).max(120_000).optional(),
  /** So many calls pass before the first that fails. */
  skip: z.number().int().min(0).max(100_000).optional(),
  /** With a status of 0: the connection is dropped before anything is done. */
  before: z.boolean().optional(),
  match: z.string().min(1).optional(),
})
const permissionsBody = z.strictObject({ roles: z.array(z.string()).nullable() })
const resetBody = z.strictObject({ tenant: z.looseObject({}).optional() })
const appBody = z.strictObject({
  url: z.url({
    protocol: /^http$/,
    hostname: /^(localhost|127\.0\.0\.1)$/,
    error: 'must be a http address of localhost',
  }),
})

export function controlRoutes(sandbox: Sandbox): Router {
  const router = express.Router()
  router.use(express.json({ limit: '64mb' }))

  router.get('/clock', (_req, res) => {
    res.json({ now: sandbox.world.now })
  })
  router.get('/tenant', (_req, res) => {
    res.json(tenantFacts(sandbox))
  })
  router.post('/app', async (req, res) => {
    sandbox.appUrl = bodyOf(appBody, req).url
    changed(sandbox, { kind: 'app' })
    await sandbox.inTurn(() => announce(sandbox))
    res.json({ ok: true })
  })

  router.post('/clock', async (req, res) => {
    const asked = bodyOf(clockBody, req)
    await requireApp(sandbox)
    const moments = await sandbox.inTurn(async () => {
      if ('advance' in asked) return advanceTo(sandbox, targetOf(sandbox, asked.advance))
      await moveTo(sandbox, asked.now)
      return 0
    })
    res.json({ now: sandbox.world.now, moments })
  })

  router.post('/tokens', async (req, res) => {
    const person = personOf(sandbox, bodyOf(personBody, req).person)
    if (!person.accountEnabled) throw new Refusal('notForYou', `${person.displayName}'s account is disabled.`, 'person')
    res.json({ token: await tabToken(sandbox, person) })
  })

  router.get('/chats/:person', (req, res) => {
    const entries = chatOf(sandbox, personalChatId(personOf(sandbox, req.params.person)))
    res.json(entries.filter(({ from }) => from === 'bot').map(({ activity }) => activity))
  })
  router.post('/chats/:person', async (req, res) => {
    const person = personOf(sandbox, req.params.person)
    const asked = bodyOf(chatBody, req)
    if (!person.installed) throw new Refusal('conflict', `${person.displayName} does not have the app.`)
    await requireApp(sandbox)
    const chatId = personalChatId(person)
    if ('invoke' in asked) {
      const replyToId = asked.replyToId ?? cardWithVerb(chatOf(sandbox, chatId), asked.invoke.value)
      const answer = await sendInvoke(sandbox, person, asked.invoke, replyToId)
      await settle(sandbox)
      res.json(answer)
      return
    }
    const before = new Set(chatOf(sandbox, chatId).map(({ id }) => id))
    await sendMessage(sandbox, person, asked)
    await settle(sandbox)
    const replies = chatOf(sandbox, chatId).filter(({ id, from }) => from === 'bot' && !before.has(id))
    res.json({ replies: replies.map(({ activity }) => activity) })
  })

  router.post('/meetings/:event/start', async (req, res) => {
    await requireApp(sandbox)
    const session = await startMeeting(sandbox, req.params.event)
    await settle(sandbox)
    res.json(session)
  })
  router.post('/meetings/:event/end', async (req, res) => {
    await requireApp(sandbox)
    const session = await endMeeting(sandbox, req.params.event)
    await settle(sandbox)
    res.json(session)
  })

  calendarRoutes(router, sandbox)
  subscriptionControl(router, sandbox)

  router.patch('/people/:person', async (req, res) => {
    const person = personOf(sandbox, req.params.person)
    const { installed, manager, accountEnabled, mailbox, mailboxSettings } = bodyOf(peopleBody, req)
    const newManager = manager ? personOf(sandbox, manager).id : manager
    if (newManager === person.id) throw new Refusal('invalid', '"manager": nobody manages themselves.', 'manager')
    await requireApp(sandbox)
    if (newManager !== undefined) person.manager = newManager
    if (accountEnabled !== undefined) person.accountEnabled = accountEnabled
    if (mailbox) person.mailbox = mailbox
    if (mailboxSettings) person.mailboxSettings = merged(person.mailboxSettings, mailboxSettings)
    const change = installed !== undefined && installed !== person.installed
    if (change) person.installed = installed
    changed(sandbox, { kind: 'world' })
    if (change) await sendInstallation(sandbox, person, installed ? 'add' : 'remove')
    await settle(sandbox)
    res.json(person)
  })

  router.get('/requests', (_req, res) => {
    res.json(sandbox.requests)
  })
  router.post('/faults', async (req, res) => {
    const {
      target,
      status,
      retryAfter,
      count,
      delayMs,
      skip = 0,
      before = false,
      match = null,
    } = bodyOf(faultsBody, req)
    if (status === undefined && delayMs === undefined) {
      throw new Refusal('invalid', '"status": a fault needs a status or a delayMs.', 'status')
    }
    if (target === 'store') {
      await requireApp(sandbox)
      // A status of 0 does what is asked and loses the answer, as for the other targets.
      await tellFaults(sandbox, { count, delayMs, skip, after: status === 0 })
    } else {
      const fault: Fault = {
        target,
        status: status ?? null,
        retryAfter: retryAfter ?? null,
        count,
        delayMs: delayMs ?? 0,
        skip,
        before,
        match,
      }
      // A count of 0 takes back what was set for this target.
      sandbox.faults = count === 0 ? sandbox.faults.filter((one) => one.target !== target) : [...sandbox.faults, fault]
    }
    res.json({ ok: true })
  })

  // Tokens that were given before keep what they carry, as in Entra.
  router.post('/permissions', (req, res) => {
    sandbox.permissions = bodyOf(permissionsBody, req).roles
    res.json({ ok: true })
  })

  router.post('/reset', async (req, res) => {
    const { tenant } = bodyOf(resetBody, req)
    const fresh = newWorld(tenant ? readTenant(JSON.stringify(tenant, null, 1), '"tenant"') : companyTenant())
    await requireApp(sandbox)
    await sandbox.inTurn(async () => {
      sandbox.world = fresh
      sandbox.faults = []
      sandbox.permissions = null
      sandbox.requests.length = 0
      changed(sandbox, { kind: 'world' })
      await tellReset(sandbox)
      await announce(sandbox)
    })
    res.json({ now: sandbox.world.now, world: sandbox.world.id })
  })

  router.use((req) => {
    throw new Refusal('notFound', `The sandbox knows no ${req.method} ${req.originalUrl}.`)
  })
  return router
}

function targetOf({ world }: Sandbox, text: string): string {
  const duration = parseDuration(text)
  if (duration) return addDuration(world.now, duration)
  throw new Refusal('invalid', `"advance": "${text}" is not an ISO 8601 duration such as P1D or PT30M.`, 'advance')
}

/** The newest message of the bot whose card has a button with the verb of this invoke. */
function cardWithVerb(entries: ChatEntry[], value: unknown): string | undefined {
  const verb = z.object({ action: z.object({ verb: z.string() }) }).safeParse(value).data?.action.verb
  if (verb === undefined) return undefined
  const button = `"verb":${JSON.stringify(verb)}`
  return entries.findLast(({ from, activity }) => from === 'bot' && JSON.stringify(activity).includes(button))?.id
}

type Settings = ReturnType<typeof settingsWith>

function merged(old: Settings, change: Record<string, unknown>): Settings {
  const part = (key: 'workingHours' | 'automaticRepliesSetting') => ({ ...old[key], ...(change[key] as object) })
  return settingsWith(
    { ...old, ...change, workingHours: part('workingHours'), automaticRepliesSetting: part('automaticRepliesSetting') },
    old.timeZone,
  )
}

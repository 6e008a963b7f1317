// The bot's endpoint: Teams' activities in, through botbuilder's check of their signature and teams-ai's routing.
import type { TeamsAdapter, TurnState } from '@microsoft/teams-ai'
// Not from its entry, which also loads planners, moderators and tokenizers: a fifth of a start, and none is used here.
import { Application } from '@microsoft/teams-ai/lib/Application.js'
import type { Activity, Storage, TurnContext } from 'botbuilder'
import { json, Router } from 'express'
import { z } from 'zod'
import { meetingEnded, meetingStarted } from '#bot/discussions/held.ts'
import { installed, reachedFrom, uninstalled } from '#bot/people/install.ts'
import type { World } from '#bot/ports.ts'
import { type CardView, pressCard, refusedPress } from '#bot/routes/cards.ts'
import { answerRefusal, invalid } from '#bot/routes/refused.ts'
import { tenantPartition } from '#shared/kinds.ts'
import { seriesId } from '#shared/oneOnOne/pair.ts'
import { Refusal } from '#shared/refusal.ts'

const PRESS = 'adaptiveCard/action'

/** What we read of an activity, after its signature was checked. */
const inbound = z.object({
  serviceUrl: z.string().min(1),
  from: z.object({ id: z.string(), aadObjectId: z.string().optional() }),
  conversation: z.object({ id: z.string(), tenantId: z.string().optional(), conversationType: z.string().optional() }),
  channelData: z.object({ tenant: z.object({ id: z.string() }).optional() }).optional(),
})
type From = {
  tenant: string
  id: string | null
  chat: { conversation: string; serviceUrl: string }
  isPersonal: boolean
}

/** PascalCase on the wire; botbuilder's own handler would convert it, teams-ai does not (PLATFORM 3.1). */
const meetingEvent = z.object({ JoinUrl: z.string().optional(), joinUrl: z.string().optional() })

/** teams-ai loads and saves turn state on every activity; ours is all in the store. */
const nothingKept: Storage = {
  read: async () => ({}),
  write: async () => {},
  delete: async () => {},
}

/** The adapter that checks every activity, and what takes the library's own resending out of a turn (R12). */
export type Bot = { appId: string; adapter: TeamsAdapter; sendOnce: (context: TurnContext) => void }

export function messageRoutes(world: World, bot: Bot, tenantId: string, view: CardView): Router {
  const { adapter, appId, sendOnce } = bot
  const { log } = world
  // No typing timer: it is shared by all turns of the instance (PLATFORM 7.4d).
  const app = new Application<TurnState>({ adapter, botAppId: appId, storage: nothingKept, startTypingTimer: false })
  adapter.onTurnError = async (_context, error) => {
    log.error('messages.failed', error)
    throw error
  }

  const on = (
    matches: (activity: Activity) => boolean,
    handle: (context: TurnContext, from: From) => Promise<void>,
    isInvoke = false,
  ) =>
    app.addRoute(
      async (context) => matches(context.activity),
      async (context) => handle(context, fromOf(context.activity)),
      isInvoke,
    )

  on(
    (activity) => activity.type === 'installationUpdate',
    async ({ activity }, { tenant, id, chat, isPersonal }) => {
      if (!id || !isPersonal) return
      if (activity.action?.startsWith('add')) await installed(world, tenant, id, chat)
      else await uninstalled(world, tenant, id)
    },
  )
  on(
    (activity) => activity.type === 'event' && (activity.name ?? '').startsWith('application/vnd.microsoft.meeting'),
    async ({ activity }, { tenant }) => {
      const value = meetingEvent.safeParse(activity.value)
      const joinUrl = value.data?.JoinUrl ?? value.data?.joinUrl
      if (!joinUrl) return
      const series = await world.store.get('series', tenantPartition(tenant), await seriesId(joinUrl))
      if (!series) return
      if (activity.name?.endsWith('meetingStart')) await meetingStarted(world, series.value)
      if (activity.name?.endsWith('meetingEnd')) await meetingEnded(world, series.value)
    },
  )
  on(
    (activity) => activity.type === 'invoke' && activity.name === PRESS,
    async (context, { tenant, id }) => {
      const body = await pressCard(world, view, { tenant, id: id ?? '' }, context.activity.value)
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } })
    },
    true,
  )
  on(
    (activity) => activity.type === 'message',
    async (context) => {
      await context.sendActivity(HELP)
    },
  )

  const router = Router()
  router.post('/api/messages', json({ limit: '1mb' }), async (request, response) => {
    const { error } = wire.safeParse(request.body)
    if (error) throw invalid(error)
    let isTurn = false
    const said = listener()
    await adapter.process(request, said.ear, async (context) => {
      isTurn = true
      sendOnce(context)
      const from = inbound.safeParse(context.activity)
      // A turn without ids makes teams-ai throw (PLATFORM 7.4e); one of another tenant is not ours to answer.
      if (!from.success || fromOf(context.activity).tenant !== tenantId) return
      const { id, chat, tenant, isPersonal } = fromOf(context.activity)
      if (id && isPersonal && context.activity.type !== 'installationUpdate') await reachedFrom(world, tenant, id, chat)
      await app.run(context)
    })
    const { status, body } = said.heard()
    if (status < 400 || status === NOT_IMPLEMENTED)
      return void (body ? response.status(status).send(body) : response.status(status).end())
    // What botbuilder says of an error is for the log; it has no word of its own for a signature that does not fit.
    if (!isTurn && (status === 401 || /^(jwt|invalid) /.test(String(body))))
      throw new Refusal('signIn', 'This did not come from Teams.')
    const trouble = new Refusal('unavailable', 'Something went wrong here. Nothing was lost. Try again.')
    // Teams shows the sentence only with a 200 around it.
    if (isTurn && request.body.name === PRESS) return void response.json(refusedPress(trouble))
    throw trouble
  })
  router.use(answerRefusal(log))
  return router
}

/** An invoke that nobody answered, one of another tenant, say. */
const NOT_IMPLEMENTED = 501

/** What botbuilder takes for granted, and throws a 500 without. */
const named = z.looseObject({ id: z.string() }).optional()
const wire = z.looseObject({
  type: z.string().min(1),
  channelId: z.string().optional(),
  serviceUrl: z.string().optional(),
  from: named,
  recipient: named,
  conversation: named,
  channelData: z.looseObject({}).nullish(),
})

/** Hears botbuilder's answer, so that this route can give its own. */
function listener() {
  let status = 200
  let body: unknown
  const ear = {
    socket: null,
    header: () => {},
    status: (code: number) => {
      status = code
    },
    send: (said: unknown) => {
      body = said
    },
    end: () => {},
  }
  return { ear, heard: () => ({ status, body }) }
}

function fromOf(activity: Activity): From {
  const { serviceUrl, from, conversation, channelData } = inbound.parse(activity)
  return {
    tenant: channelData?.tenant?.id ?? conversation.tenantId ?? '',
    id: from.aadObjectId ?? null,
    chat: { conversation: conversation.id, serviceUrl },
    isPersonal: conversation.conversationType === 'personal',
  }
}

const HELP =
  'Growth turns one 1-1 a quarter into a growth discussion. You do not have to ask for anything: offers, preparation ' +
  'and summaries come here by themselves. Your plan is in the Growth tab above.'

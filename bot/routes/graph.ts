// Microsoft Graph's change notifications: the handshake, and the wake-ups (learn.microsoft.com, change-notifications-delivery-webhooks).
import { json, type RequestHandler, Router } from 'express'
import { z } from 'zod'
import { type Gather, type Notice, notified } from '#bot/calendars/notified.ts'
import type { World } from '#bot/ports.ts'
import { answerRefusal, invalid } from '#bot/routes/refused.ts'
import { NOTIFY_PATH } from '#shared/oneOnOne/watch.ts'

const query = z.object({ m: z.string().min(1).max(200) })
const body = z.object({ value: z.array(z.unknown()) })
const notification = z.object({
  subscriptionId: z.string(),
  clientState: z.string(),
  /** Lifecycle notifications of Outlook were seen with the older name. */
  tenantId: z.string().optional(),
  organizationId: z.string().optional(),
  lifecycleEvent: z.string().nullish(),
})

/** Anybody can post here: an answer tells nothing, and nothing of what was posted reaches the log. */
export function graphRoutes(world: World, tenant: string, gather: Gather): Router {
  const router = Router()
  // 1,000 notifications are about 700 kB.
  router.post(NOTIFY_PATH, handshake, json({ limit: '2mb' }), async (request, response) => {
    const about = query.safeParse(request.query)
    if (about.error) throw invalid(about.error)
    const said = body.safeParse(request.body)
    if (said.error) throw invalid(said.error)
    // Before the answer, not after it: a few milliseconds, and what was acknowledged survives a crash.
    await notified(world, { tenant, manager: about.data.m }, said.data.value.flatMap(noticeOf), gather)
    response.status(202).end()
  })
  router.use(answerRefusal(world.log))
  return router
}

/** Graph asks whether this address wants its notifications, and hears its own token. */
const handshake: RequestHandler = (request, response, next) => {
  const { validationToken } = request.query
  if (typeof validationToken !== 'string') return next()
  // Anybody's text: as plain text no browser takes it for a page.
  response.status(200).type('text/plain').set('X-Content-Type-Options', 'nosniff').send(validationToken)
}

/** One that is not understood does not hold up the others. */
function noticeOf(item: unknown): Notice[] {
  const { data } = notification.safeParse(item)
  if (!data) return []
  return [
    {
      subscription: data.subscriptionId,
      secret: data.clientState,
      tenant: data.tenantId ?? data.organizationId ?? '',
      lifecycle: data.lifecycleEvent ?? null,
    },
  ]
}

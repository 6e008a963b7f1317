// Graph's change notifications on calendars: subscriptions that expire by the world's clock, and their webhooks.
import { randomUUID } from 'node:crypto'
import type { Router } from 'express'
import { z } from 'zod'
import { TENANT_ID } from './constants.ts'
import { mailboxOf } from './graphUsers.ts'
import { GraphFailure } from './odata.ts'
import { graphUser } from './people.ts'
import type { Sandbox } from './sandbox.ts'
import type { PersonId, Subscription } from './world.ts'

const LONGEST_MINUTES = 10_080
const SHORTEST_MINUTES = 45
const ANSWER_WITHIN_MS = 10_000

const local = z.url({ protocol: /^https?$/, hostname: /^(localhost|127\.0\.0\.1)$/ })
const request = z.object({
  changeType: z.string().regex(/^(created|updated|deleted)(,(created|updated|deleted))*$/),
  notificationUrl: local,
  lifecycleNotificationUrl: local.nullish(),
  resource: z.string().regex(/^\/?users\/[^/]+\/events$/i),
  expirationDateTime: z.iso.datetime({ offset: true }),
  clientState: z.string().max(128).nullish(),
})

const bad = (message: string) => new GraphFailure(400, 'InvalidRequest', message)

export function subscriptionRoutes(router: Router, sandbox: Sandbox): void {
  const live = () => sandbox.world.subscriptions.filter((one) => one.expirationDateTime > sandbox.world.now)
  const find = (id: string): Subscription => {
    const found = live().find((one) => one.id === id)
    if (found) return found
    throw new GraphFailure(404, 'ResourceNotFound', `The subscription '${id}' was not found.`)
  }

  router.get('/subscriptions', (_req, res) => {
    res.json({ value: live().map(viewOf) })
  })
  router.post('/subscriptions', async (req, res) => {
    const asked = request.safeParse(req.body)
    if (!asked.success) throw bad(z.prettifyError(asked.error))
    const { lifecycleNotificationUrl = null, clientState = null, ...rest } = asked.data
    const owner = mailboxOf(sandbox, userIn(rest.resource))
    const same = (one: Subscription) => isOn(sandbox, one, owner.id) && kindsIn(one) === kindsIn(rest)
    if (live().some(same))
      throw new GraphFailure(409, 'ExtensionError', 'A subscription with the same changeType and resource exists.')
    const subscription: Subscription = {
      ...rest,
      id: randomUUID(),
      lifecycleNotificationUrl,
      clientState,
      lose: 0,
      expirationDateTime: expiry(sandbox, rest.expirationDateTime),
    }
    for (const url of [subscription.notificationUrl, lifecycleNotificationUrl]) {
      if (url !== null) await validate(url)
    }
    sandbox.world.subscriptions = [...live(), subscription]
    sandbox.save()
    res.status(201).json(viewOf(subscription))
  })
  router.patch('/subscriptions/:id', (req, res) => {
    const subscription = find(req.params.id)
    mailboxOf(sandbox, userIn(subscription.resource))
    const asked = request.pick({ expirationDateTime: true }).safeParse(req.body)
    if (!asked.success) throw bad(z.prettifyError(asked.error))
    subscription.expirationDateTime = expiry(sandbox, asked.data.expirationDateTime)
    sandbox.save()
    res.json(viewOf(subscription))
  })
  router.delete('/subscriptions/:id', (req, res) => {
    const { id } = find(req.params.id)
    sandbox.world.subscriptions = live().filter((one) => one.id !== id)
    sandbox.save()
    res.status(204).end()
  })
}

/** What the sandbox keeps for itself is not Graph's to say. */
const viewOf = ({ lose: _, ...view }: Subscription) => view

const userIn = (resource: string): string => /users\/([^/]+)\//i.exec(resource)?.[1] ?? ''

const isOn = ({ world }: Sandbox, { resource }: Subscription, person: PersonId): boolean =>
  graphUser(world, userIn(resource))?.id === person
const kindsIn = ({ changeType }: Pick<Subscription, 'changeType'>): string => changeType.split(',').sort().join()

/** The live subscriptions on a person's calendar. */
export const subscriptionsOn = (sandbox: Sandbox, person: PersonId): Subscription[] =>
  sandbox.world.subscriptions.filter((one) => one.expirationDateTime > sandbox.world.now && isOn(sandbox, one, person))

function expiry({ world }: Sandbox, text: string): string {
  const minutes = (Date.parse(text) - Date.parse(world.now)) / 60_000
  if (minutes > LONGEST_MINUTES) throw bad('Subscription expiration can only be 10080 minutes in the future.')
  if (minutes < 0) throw bad('The expiration must lie in the future.')
  return new Date(Date.parse(world.now) + Math.max(minutes, SHORTEST_MINUTES) * 60_000).toISOString()
}

async function validate(url: string): Promise<void> {
  const token = `Validation: Testing client application reachability ${randomUUID()}`
  const target = new URL(url)
  target.searchParams.set('validationToken', token)
  const answer = await fetch(target, { method: 'POST', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(
    () => null,
  )
  const type = answer?.headers.get('content-type') ?? ''
  if (answer?.status === 200 && type.startsWith('text/plain') && (await answer.text()) === token) return
  throw new GraphFailure(400, 'ValidationError', 'Subscription validation request failed.')
}

/** Posts a notification for each live subscription on these calendars, without waiting for the answers. */
export function calendarsChanged(sandbox: Sandbox, people: PersonId[], changeType: string): void {
  for (const person of people) {
    for (const subscription of subscriptionsOn(sandbox, person)) {
      if (!subscription.changeType.split(',').includes(changeType)) continue
      if (subscription.lose > 0) subscription.lose -= 1
      else track(sandbox, notify(subscription, changeType))
    }
  }
}

/** Says what became of a subscription to whoever asked to hear of it; 'subscriptionRemoved' takes it away as well. */
export function lifecycle(sandbox: Sandbox, subscription: Subscription, lifecycleEvent: Lifecycle): void {
  const { world } = sandbox
  if (lifecycleEvent === 'subscriptionRemoved') {
    world.subscriptions = world.subscriptions.filter((one) => one !== subscription)
    sandbox.save()
  }
  const { id, clientState, expirationDateTime, lifecycleNotificationUrl } = subscription
  if (lifecycleNotificationUrl === null) return
  const notification = {
    subscriptionId: id,
    subscriptionExpirationDateTime: expirationDateTime,
    lifecycleEvent,
    clientState,
    tenantId: TENANT_ID,
  }
  track(sandbox, send(lifecycleNotificationUrl, notification))
}
export type Lifecycle = 'missed' | 'subscriptionRemoved' | 'reauthorizationRequired'

function notify(subscription: Subscription, changeType: string): Promise<void> {
  const { id, clientState, expirationDateTime, resource, notificationUrl } = subscription
  return send(notificationUrl, {
    subscriptionId: id,
    subscriptionExpirationDateTime: expirationDateTime,
    changeType,
    resource,
    resourceData: { '@odata.type': '#microsoft.graph.event' },
    clientState,
    tenantId: TENANT_ID,
  })
}

async function send(url: string, notification: object): Promise<void> {
  await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ value: [notification] }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  })
}

function track(sandbox: Sandbox, call: Promise<void>): void {
  // A lost notification is part of the contract: the daily reading finds the change.
  const watched: Promise<unknown> = call.catch(() => undefined).finally(() => sandbox.underWay.delete(watched))
  sandbox.webhooks += 1
  sandbox.underWay.add(watched)
}

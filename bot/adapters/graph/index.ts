// Microsoft Graph behind its ports: Microsoft's client, batches, and a pace that spares the mailboxes.
import type { Middleware } from '@microsoft/microsoft-graph-client'
import type { AppTokens, Calendar, Directory, Groups, Log, Subscriptions, Zones } from '#bot/ports.ts'
import { reader } from './answers.ts'
import { batched } from './batch.ts'
import { calendarPort } from './calendar.ts'
import { graphClient } from './client.ts'
import { directoryPort } from './directory.ts'
import { paced } from './pace.ts'
import { subscriptionsPort } from './subscriptions.ts'
import { zonesPort } from './zones.ts'

/**
 * All ports over one client. `lastHop` replaces the middleware that sends (the sandbox's); null sends for real;
 * `firstWaitMs` is how long a refusal without a Retry-After is waited for at first, machine ms. What is not there is null; no answer, a refusal to serve, or the deadline are `Refusal('unavailable')`.
 */
export function graph(of: {
  tokens: AppTokens
  lastHop: Middleware | null
  log: Log
  firstWaitMs?: number
}): Calendar & Directory & Groups & Subscriptions & Zones {
  const one = graphClient(of)
  const together = batched(one)
  const send = paced(of.firstWaitMs, (ask) =>
    ask.together || (ask.method === 'GET' && !ask.alone) ? together(ask) : one(ask),
  )
  const reads = reader(send, of.log)
  return {
    ...calendarPort(reads, of.log),
    ...directoryPort(reads),
    ...subscriptionsPort(reads, of.log),
    ...zonesPort(reads),
  }
}

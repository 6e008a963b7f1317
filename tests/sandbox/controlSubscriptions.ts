// Looking at Graph's subscriptions on a person's calendar, and what may become of them: told, lost, removed.
import type { Router } from 'express'
import { z } from 'zod'
import { Refusal } from '#shared/refusal.ts'
import { requireApp, settle } from './app.ts'
import { bodyOf, personOf } from './http.ts'
import type { Sandbox } from './sandbox.ts'
import { lifecycle, subscriptionsOn } from './subscriptions.ts'

const body = z.union(
  [
    z.strictObject({ lifecycle: z.enum(['missed', 'subscriptionRemoved', 'reauthorizationRequired']) }),
    z.strictObject({ lose: z.number().int().min(0).max(100_000) }),
  ],
  'must be {"lifecycle": "missed", "subscriptionRemoved" or "reauthorizationRequired"} or {"lose": 3}',
)

/** `lifecycle` says so to the subscriber; `lose`: so many of the next notifications never arrive. */
export function subscriptionControl(router: Router, sandbox: Sandbox): void {
  router.get('/subscriptions/:person', (req, res) => {
    res.json(subscriptionsOn(sandbox, personOf(sandbox, req.params.person).id))
  })
  router.post('/subscriptions/:person', async (req, res) => {
    const person = personOf(sandbox, req.params.person)
    const asked = bodyOf(body, req)
    await requireApp(sandbox)
    const found = subscriptionsOn(sandbox, person.id)
    if (found.length === 0) throw new Refusal('conflict', `Nobody watches the calendar of ${person.displayName}.`)
    for (const one of found) {
      if ('lose' in asked) one.lose = asked.lose
      else lifecycle(sandbox, one, asked.lifecycle)
    }
    sandbox.save()
    await settle(sandbox)
    res.json(subscriptionsOn(sandbox, person.id))
  })
}

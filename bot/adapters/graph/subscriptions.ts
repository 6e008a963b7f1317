// The port Subscriptions: Graph's change notifications on the events of a mailbox (learn.microsoft.com, resource type subscription).
import { z } from 'zod'
import type { Log, Subscriptions } from '#bot/ports.ts'
import { instantOf } from '#shared/time.ts'
import { codeOf, type Reader, unavailable } from './answers.ts'

/** Graph writes seven digits of a second. */
const expiry = z.string().transform((text) => instantOf(Date.parse(text)))
const subscription = z.object({ id: z.string(), expirationDateTime: expiry })
const listed = z.object({ id: z.string(), resource: z.string() })

export function subscriptionsPort({ expect, all }: Reader, log: Log): Subscriptions {
  const resourceOf = (mailbox: string) => `users/${mailbox}/events`
  const pathOf = (id: string) => `/subscriptions/${encodeURIComponent(id)}`
  const remove = (mailbox: string, id: string) =>
    expect({ method: 'DELETE', path: pathOf(id), mailbox }, 403, 404).then(() => {})

  /** Of a process that died before it could remember the id. The list is of this app's own subscriptions only. */
  async function removeForgotten(mailbox: string): Promise<void> {
    const own = await all({ method: 'GET', path: '/subscriptions', mailbox: null, alone: true })
    if (!('items' in own)) throw unavailable()
    const same = own.items
      .map((item) => listed.parse(item))
      .filter(({ resource }) => resource.replace(/^\//, '').toLowerCase() === resourceOf(mailbox).toLowerCase())
    for (const { id } of same) await remove(mailbox, id)
  }

  return {
    async subscribe(mailbox, { hook, secret, until }) {
      const create = () =>
        expect(
          {
            method: 'POST',
            path: '/subscriptions',
            mailbox,
            body: {
              changeType: 'created,updated,deleted',
              resource: resourceOf(mailbox),
              notificationUrl: hook,
              // Cannot be added later.
              lifecycleNotificationUrl: hook,
              expirationDateTime: until,
              clientState: secret,
            },
          },
          400,
          403,
          404,
          409,
        )
      let answer = await create()
      if (answer.status === 409) {
        await removeForgotten(mailbox)
        answer = await create()
      }
      if (answer.status >= 300) {
        log.warn('graph.notSubscribed', { mailbox, status: answer.status, code: codeOf(answer) })
        return null
      }
      const { id, expirationDateTime } = subscription.parse(answer.body)
      return { id, expiresAt: expirationDateTime }
    },
    async renew(_mailbox, id, until) {
      const body = { expirationDateTime: until }
      // Exchange is not asked: the mailbox's own requests need not be waited for, so it travels along with them.
      const renewal = { method: 'PATCH', path: pathOf(id), mailbox: null, body, together: true } as const
      const answer = await expect(renewal, 403, 404)
      return answer.status >= 300 ? null : subscription.parse(answer.body).expirationDateTime
    },
    unsubscribe: remove,
  }
}

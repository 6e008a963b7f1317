// For tests of Graph's notifications: who is watched, how often a calendar was read, and notifications as Graph posts them.
import { TENANT_ID } from '#tests/sandbox/constants.ts'
import type { TestWorld } from '#tests/world.ts'

export type Sub = { id: string; clientState: string; expirationDateTime: string; notificationUrl: string }

export const subscriptionsOf = (world: TestWorld, person: string) =>
  world.control<Sub[]>('GET', `/sandbox/subscriptions/${person}`)

/** The one subscription on a person's calendar. */
export async function subscriptionOf(world: TestWorld, person: string): Promise<Sub> {
  const [only, ...others] = await subscriptionsOf(world, person)
  if (!only || others.length > 0) throw new Error(`${person} has ${others.length + (only ? 1 : 0)} subscriptions`)
  return only
}

/** How often a person's calendar was asked for, pages counted. */
export const readings = async (world: TestWorld, id: string): Promise<number> =>
  (await world.requests()).filter(({ path }) => path.includes(`/users/${id}/calendarView`)).length

export const noticeOf = ({ id, clientState }: Sub, more: Record<string, unknown> = {}) => ({
  subscriptionId: id,
  clientState,
  tenantId: TENANT_ID,
  changeType: 'updated',
  resource: 'Users/any/Events/any',
  ...more,
})

/** Posts notifications about a person's calendar, and measures until they were acknowledged, ms. */
export async function notify(world: TestWorld, id: string, value: unknown[]): Promise<{ status: number; ms: number }> {
  const began = performance.now()
  const answer = await fetch(`${world.app}/api/graph?m=${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ value }),
  })
  await answer.text()
  return { status: answer.status, ms: performance.now() - began }
}

/** Until the app has nothing more to do. */
export const settled = (world: TestWorld) => fetch(`${world.app}/sandbox/settle`, { method: 'POST' })

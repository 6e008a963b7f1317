// R5: what people do in Outlook is noticed at once, without turning the clock; what nobody said, the daily reading finds.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Home } from '#shared/api.ts'
import { addDays, addMinutes } from '#shared/time.ts'
import { convert, endOf, startOf } from '#tests/play.ts'
import { person } from '#tests/sandbox/companyPeople.ts'
import { noticeOf, notify, readings, settled, subscriptionOf, subscriptionsOf } from '#tests/watching.ts'
import { type GraphEvent, sleep, startWorld, type TestWorld } from '#tests/world.ts'

const MONA = person('mona').id

let world: TestWorld
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

const mona = () => subscriptionOf(world, 'mona')
const tell = (what: object) => world.control('POST', '/sandbox/subscriptions/mona', what)
const fault = (of: object) => world.control('POST', '/sandbox/faults', { target: 'graph', ...of })
const next = async () => (await world.api<Home>('rafe', 'GET', '/api/home')).body.next
const told = (words: string) =>
  Promise.all(
    ['mona', 'rafe'].map(async (who) => (await world.chats(who)).filter((one) => one.summary?.includes(words)).length),
  )

async function move(event: GraphEvent, days: number): Promise<void> {
  const path = `/sandbox/calendar/mona/${encodeURIComponent(event.id)}`
  await world.control('PATCH', path, { start: addDays(startOf(event), days), end: addDays(endOf(event), days) })
}

describe('noticed without turning the clock', () => {
  let event: GraphEvent
  beforeEach(async () => {
    await world.control('POST', '/sandbox/reset', {})
    await world.advanceTo('2026-10-06T09:00:00.000Z')
    event = await convert(world)
    await world.advance('PT1H')
  })

  test('every manager who takes part is watched, nobody else', async () => {
    const counts = await Promise.all(
      ['mona', 'ines', 'rafe'].map(async (who) => (await subscriptionsOf(world, who)).length),
    )
    expect(counts).toEqual([1, 1, 0])
    const { notificationUrl, expirationDateTime } = await mona()
    expect(notificationUrl).toBe(`${world.app}/api/graph?m=${MONA}`)
    expect(expirationDateTime > addDays(await world.now(), 5)).toBe(true)
  })

  test('moved: the discussion follows and both hear of it, there, back, and there again', async () => {
    const began = performance.now()
    await move(event, 2)
    const ms = Math.round(performance.now() - began)
    expect((await next())?.start).toBe(addDays(startOf(event), 2))
    expect(await told('Your growth discussion is now on')).toEqual([1, 1])
    console.info(
      `from a change in Outlook to the discussion's following and both being told: ${ms} ms, 200 of them gathering`,
    )
    for (const days of [0, 2]) {
      await world.advance('PT5M')
      await move(event, days)
      expect((await next())?.start).toBe(addDays(startOf(event), days))
    }
    expect(await told('Your growth discussion is now on')).toEqual([3, 3])
  })

  test('the same notification four times is one reading', async () => {
    const before = await readings(world, MONA)
    const notice = noticeOf(await mona())
    for (let times = 0; times < 4; times += 1) expect((await notify(world, MONA, [notice])).status).toBe(202)
    await settled(world)
    expect((await readings(world, MONA)) - before).toBe(1)
  })

  test('a change while the calendar is being read is read, too', async () => {
    await fault({ delayMs: 1500, count: 1, match: `${MONA}/calendarView` })
    const before = await readings(world, MONA)
    await notify(world, MONA, [noticeOf(await mona())])
    while ((await readings(world, MONA)) === before) await sleep(20)
    await sleep(100)
    await move(event, 2)
    expect((await next())?.start).toBe(addDays(startOf(event), 2))
    expect((await readings(world, MONA)) - before).toBe(2)
  })

  test('a notification that got lost: the daily reading finds the change', async () => {
    await tell({ lose: 100 })
    await move(event, 2)
    expect((await next())?.start).toBe(startOf(event))
    await world.advance('P1D')
    expect((await next())?.start).toBe(addDays(startOf(event), 2))
    expect(await told('Your growth discussion is now on')).toEqual([1, 1])
  })

  test('lifecycle: "missed" is a reading, "reauthorizationRequired" a renewal', async () => {
    await tell({ lose: 100 })
    await move(event, 2)
    await tell({ lifecycle: 'missed' })
    expect((await next())?.start).toBe(addDays(startOf(event), 2))

    const before = await mona()
    await world.advance('PT2H')
    await tell({ lifecycle: 'reauthorizationRequired' })
    const after = await mona()
    expect([after.id, after.clientState]).toEqual([before.id, before.clientState])
    expect(after.expirationDateTime).toBe(addMinutes(await world.now(), 10_070))
    const renewals = (await world.requests()).filter(
      ({ method, path }) => method === 'PATCH' && path.includes('/subscriptions'),
    )
    expect(renewals).toHaveLength(1)
  })

  test('lifecycle: "subscriptionRemoved" makes a new one, and what happened meanwhile is read', async () => {
    await tell({ lose: 100 })
    await move(event, 2)
    const before = await mona()
    await tell({ lifecycle: 'subscriptionRemoved' })
    const after = await mona()
    expect(after.id).not.toBe(before.id)
    expect(after.clientState).not.toBe(before.clientState)
    expect((await next())?.start).toBe(addDays(startOf(event), 2))
    // The one that is gone has no say any more.
    const read = await readings(world, MONA)
    expect((await notify(world, MONA, [noticeOf(before)])).status).toBe(202)
    await settled(world)
    expect(await readings(world, MONA)).toBe(read)
  })
})

// Two instances of the app over one store, Redis between them, a balancer before them: the guarantees of one (R7, R8, R15).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readConfig } from '#bot/config.ts'
import type { PlanInfo } from '#shared/api.ts'
import { employeePartition, tenantPartition } from '#shared/kinds.ts'
import { planOf } from '#shared/plan/doc.ts'
import { addAction, addFocusArea, addStrength } from '#shared/plan/edit.ts'
import { planFromLog } from '#shared/plan/log.ts'
import { addCalendarDays } from '#shared/time.ts'
import { frameOf, launch, windowOf } from '#tests/browser/browser.ts'
import { type AtThePlan, openLivePlan } from '#tests/livePlan.ts'
import { idsOf } from '#tests/play.ts'
import { findRedis } from '#tests/redisPath.ts'
import { TENANT_ID } from '#tests/sandbox/constants.ts'
import { converged, runTwoInstances, startTyping } from '#tests/soak/twoInstances.ts'
import { startTwoInstances, type TwoInstances } from '#tests/twoInstances.ts'
import { sleep } from '#tests/world.ts'

/** Everything that somebody sees of one window's presence. */
type Seen = { person: { id: string; firstName: string }; field: string | null }

describe('REDIS_URL', () => {
  const read = (REDIS_URL: string) => readConfig(['--sandbox'], { REDIS_URL }).redisUrl
  test.each(['redis://localhost:6379', 'rediss://:secret@cache.example:6380/1'])('%s is an address', (url) =>
    expect(read(url)).toBe(url),
  )
  test('nothing means one instance', () => expect(read('')).toBeNull())
  test.each(['http://me:secret@cache.example', 'cache.example:6380,password=secret', 'secret', 'redis://'])(
    'R16 %s is refused in a sentence that does not repeat it',
    (url) => {
      const says = (() => {
        try {
          return read(url)
        } catch (error) {
          return String(error)
        }
      })()
      expect(says).toContain('REDIS_URL: must be an address like rediss://')
      expect(says).not.toContain('secret')
    },
  )
})

// Where there is no redis-server tests/setup.js says so.
if (findRedis() !== null)
  describe('two instances', () => {
    let all: TwoInstances
    let ids: Record<string, string>
    const documentOf = (employee: string) => employeePartition(TENANT_ID, ids[employee] ?? '')
    const strengths = (doc: AtThePlan['doc']) => planOf(doc).strengths.map(({ id }) => id)
    const seenBy = (at: AtThePlan, client: number) => at.provider.awareness?.getStates().get(client) as Seen | undefined
    const until = async (what: string, is: () => boolean | Promise<boolean>, ms = 10_000) => {
      const began = Date.now()
      while (!(await is())) {
        if (Date.now() - began > ms) throw new Error(`Waited in vain: ${what}`)
        await sleep(10)
      }
      return Date.now() - began
    }
    /** Mona at the first instance and an employee at the second, both at the employee's plan. */
    async function both(employee: string): Promise<[mona: AtThePlan, own: AtThePlan]> {
      await all.first.api<PlanInfo>('mona', 'GET', `/api/plans/${ids[employee]}`)
      return Promise.all([
        openLivePlan(all.first, 'mona', documentOf(employee)),
        openLivePlan(all.second, employee, documentOf(employee)),
      ])
    }

    beforeAll(async () => {
      all = await startTwoInstances()
      ids = await idsOf(all.first)
      // Five processes, on a machine that may be busy.
    }, 180_000)
    afterAll(() => all?.stop())

    test('an edit on either reaches the other within moments, and is in the log once, as its writer’s', async () => {
      const [mona, rafe] = await both('rafe')
      const took: number[] = []
      for (let n = 0; n < 10; n += 1) {
        const [from, to] = n % 2 ? [mona, rafe] : [rafe, mona]
        addStrength(from.doc, `crossing.${n}`, 'x')
        took.push(await until('the edit', () => strengths(to.doc).includes(`crossing.${n}`)))
      }
      await Promise.all([mona.saved(), rafe.saved()])
      // Before they leave: a plan that nobody has open is folded.
      const { entries } = await all.store.readLog(documentOf('rafe'))
      mona.close()
      rafe.close()
      const by = (person: string) => entries.filter((one) => one.by === ids[person]).length
      expect([by('mona'), by('rafe')]).toEqual([5, 5])
      console.info(`an edit crosses in ${took.sort((a, b) => a - b)[5]} ms (median), ${took.at(-1)} ms (most)`)
      expect(took[5]).toBeLessThan(500)
    })

    test('presence crosses under the name that the token said, and goes when its window goes', async () => {
      const [mona, rafe] = await both('rafe')
      const client = rafe.doc.clientID
      rafe.provider.awareness?.setLocalState({ person: { id: ids.mona, firstName: 'Mona' }, field: 'aspiration' })
      await until('Rafe', () => seenBy(mona, client)?.field === 'aspiration')
      expect(seenBy(mona, client)?.person).toMatchObject({ id: ids.rafe, firstName: 'Rafe' })
      mona.provider.awareness?.setLocalState({ field: 'support' })
      await until('Mona', () => seenBy(rafe, mona.doc.clientID)?.field === 'support')
      expect(seenBy(rafe, mona.doc.clientID)?.person.id).toBe(ids.mona)

      // Somebody else's window under Rafe's number, on the other instance: nobody sees it so.
      const forger = await openLivePlan(all.first, 'mona', documentOf('rafe'), { client })
      forger.provider.awareness?.setLocalState({ field: 'forged' })
      rafe.provider.awareness?.setLocalState({ field: 'revisit' })
      await until('Rafe’s move', () => seenBy(mona, client)?.field === 'revisit')
      expect(seenBy(mona, client)?.person.id).toBe(ids.rafe)
      forger.close()

      const late = await openLivePlan(all.first, 'mona', documentOf('rafe'))
      await until('Rafe, for who comes later', () => seenBy(late, client)?.person.id === ids.rafe)
      rafe.close()
      await until('Rafe to be gone', () => seenBy(mona, client) === undefined, 3000)
      mona.close()
      late.close()
    })

    test('a window that lands on the other instance stays in sight', async () => {
      const mona = await openLivePlan(all.first, 'mona', documentOf('rafe'))
      const rafe = await openLivePlan(all.balanced, 'rafe', documentOf('rafe'))
      const client = rafe.doc.clientID
      const appear = () => rafe.provider.awareness?.setLocalState({ field: 'aspiration' })
      appear()
      // As the tab does.
      rafe.provider.on('synced', appear)
      await until('Rafe', () => seenBy(mona, client)?.field === 'aspiration')
      for (let turn = 0; turn < 2; turn += 1) {
        all.balancer.cut()
        await sleep(100)
        await until('Rafe to be back', () => rafe.provider.isSynced && seenBy(mona, client) !== undefined, 10_000)
      }
      await sleep(500)
      expect(seenBy(mona, client)?.field).toBe('aspiration')
      mona.close()
      rafe.close()
    })

    test('R8 a stamp through one is told on the other', async () => {
      const [mona, rafe] = await both('rafe')
      const day = (await all.first.now()).slice(0, 10)
      addFocusArea(rafe.doc, { id: 'f1', title: 'Closing decisions', why: 'People wait.', expectation: '', goal: '' })
      addAction(rafe.doc, 'f1', {
        id: 'a1',
        title: 'Run the weekly meeting',
        owner: ids.rafe ?? '',
        due: addCalendarDays(day, 40),
        firstStep: 'ask for slots',
        firstStepBy: addCalendarDays(day, 7),
      })
      await rafe.saved()
      const told: string[] = []
      mona.provider.on('stateless', ({ payload }: { payload: string }) => told.push(payload))
      const { status, body } = await all.second.api('rafe', 'POST', `/api/plans/${ids.rafe}/stamps`, {
        hash: await rafe.hash(),
      })
      expect({ status, body }).toMatchObject({ status: 200 })
      await until('word of the stamp', () => told.length > 0)
      expect(told.map((one) => JSON.parse(one))).toEqual([{ kind: 'stamped', by: ids.rafe }])
      mona.close()
      rafe.close()
    })

    // Who was let in at the second instance hears of it from the first, or is found by the second itself.
    test.each([
      { employee: 'priya', former: 'ines', next: 'mona', redis: 'there' },
      { employee: 'jun', former: 'mona', next: 'ines', redis: 'gone' },
    ])(
      'R7 access taken away through one closes on the other, Redis $redis',
      async ({ employee, former, next, redis }) => {
        await all.first.api<PlanInfo>(former, 'GET', `/api/plans/${ids[employee]}`)
        const at = await openLivePlan(all.second, former, documentOf(employee))
        let closedAt = 0
        at.provider.on('close', () => {
          closedAt ||= Date.now()
        })
        if (redis === 'gone') await all.redis.kill()
        const isTheirs = async () =>
          (await all.store.get('person', tenantPartition(TENANT_ID), ids[employee] ?? ''))?.value.manager ===
          ids[former]
        await all.first.control('PATCH', `/sandbox/people/${employee}`, { manager: next })
        const turning = all.first.advance('PT25H')
        let takenAt = 0
        for (let n = 0; closedAt === 0; n += 1) {
          if (takenAt === 0 && !(await isTheirs())) takenAt = Date.now()
          if (takenAt > 0 && Date.now() - takenAt > 8000) break
          addStrength(at.doc, `typed.${n}`, 'x')
          await sleep(20)
        }
        await turning
        expect(await isTheirs()).toBe(false)
        // Closed before we saw it in the store.
        takenAt ||= closedAt
        if (redis === 'gone') await all.redis.start()
        console.info(`closed ${closedAt - takenAt} ms after access was taken away, Redis ${redis}`)
        expect(closedAt).toBeGreaterThan(0)
        expect(closedAt - takenAt).toBeLessThan(5000)
        const before = await all.store.readLog(documentOf(employee))
        addStrength(at.doc, 'typed.afterwards', 'x')
        await sleep(600)
        expect(await all.store.readLog(documentOf(employee))).toEqual(before)
        at.close()
      },
    )

    test('R15 without Redis a plan opens, edits are saved, and others are late but not blind', async () => {
      await all.redis.kill()
      await sleep(50)
      const [mona, leila] = await Promise.all([
        openLivePlan(all.first, 'mona', documentOf('leila')),
        openLivePlan(all.second, 'leila', documentOf('leila')),
      ])
      const told: string[] = []
      leila.provider.on('stateless', ({ payload }: { payload: string }) => told.push(payload))
      addStrength(mona.doc, 'without', 'x')
      await mona.saved()
      expect(planFromLog(await all.store.readLog(documentOf('leila'))).strengths.map(({ id }) => id)).toContain(
        'without',
      )
      const took = await until('the edit, late', () => strengths(leila.doc).includes('without'))
      console.info(`without Redis an edit is seen by others after ${took} ms`)
      // A window that comes now hears that others may be late, and that it is over.
      const window = await openLivePlan(all.second, 'leila', documentOf('leila'), {
        onStateless: (payload) => told.push(payload),
      })
      await until('word that it is late', () => told.some((one) => one.includes('"isLate":true')))
      await all.redis.start()
      await until('word that it is over', () => told.some((one) => one.includes('"isLate":false')))
      mona.close()
      leila.close()
      window.close()
    })

    test('the page says that others may see this late while it is so', async () => {
      const browser = await launch()
      try {
        const { page } = await windowOf(browser, all.first.url, 'rafe', { view: 'growth' })
        const app = frameOf(page, 'content')
        await app.getByRole('button', { name: 'Open plan' }).click()
        await app.getByTestId('save-state').getByText('Saved', { exact: true }).waitFor()
        const words = app.getByText('Others may see this late')
        expect(await words.count()).toBe(0)
        await all.redis.kill()
        await words.waitFor()
        await app.getByTestId('save-state').getByText('Saved', { exact: true }).waitFor()
        await all.redis.start()
        await words.waitFor({ state: 'detached' })
      } finally {
        await browser.close()
      }
    })

    test('R15 Redis killed under typing on both, and back: nothing acknowledged is lost, all see the same', async () => {
      const result = await runTwoInstances({ all, seed: 6, enough: (kills) => kills >= 3 })
      console.info(JSON.stringify(result))
      expect(result.wrong).toEqual([])
      expect(result.lost).toBe(0)
      expect(result.acknowledged).toBeGreaterThan(100)
    })

    test('R15 kill -9 of one under typing: its people come back on the other, with everything', async () => {
      const document = documentOf('rafe')
      const people = await Promise.all(
        ['mona', 'rafe', 'mona', 'rafe'].map((person, n) => startTyping(all.balanced, person, document, `kill.${n}`)),
      )
      for (let n = 0; n < 60; n += 1) {
        if (n === 25) await all.killSecond()
        for (const one of people) one.type()
        await sleep(20)
      }
      expect(await converged(people)).not.toBeNull()
      const stored = new Set(planFromLog(await all.store.readLog(document)).strengths.map(({ id }) => id))
      expect(people.flatMap(({ kept }) => [...kept]).filter((id) => !stored.has(id))).toEqual([])
      expect(people.map(({ kept }) => kept.size)).toEqual([60, 60, 60, 60])
      for (const one of people) one.close()
    })

    test('a plan that nobody has open is let go of', async () => {
      await until('only the channel of all plans', async () => (await all.redis.channels()).join() === 'growth:*', 8000)
    })

    test('each time Redis goes there is one line in the log, and one when it is back; nobody’s words are in any', () => {
      for (const output of [all.first.output.join(''), all.output.join('')]) {
        const lines = [...output.matchAll(/"event":"(redis\.[a-z]+)"/g)].map(([, event]) => event)
        // A process that was killed said nothing at its end.
        expect(lines.filter((one, n) => one === 'redis.gone' && one === lines[n - 1])).toEqual([])
        expect(lines.length).toBeGreaterThan(4)
        expect(output).not.toMatch(/redis:\/\//)
      }
    })

    test('an instance ends in order where Redis is gone', async () => {
      await all.redis.kill()
      const pid = all.first.appPid() ?? 0
      process.kill(pid, 'SIGTERM')
      await until('the end', () => !isRunning(pid))
      const output = all.first.output.join('')
      expect(output).toContain('"event":"server.ending"')
      expect(output).not.toContain('server.endFailed')
    })
  })

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

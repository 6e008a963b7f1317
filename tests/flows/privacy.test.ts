// R7, R8 against the sandbox: who has seen it, everything exported, everything deleted to the last byte, and begun again.
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { AuditLine, Everything, Home, Me, Team } from '#shared/api.ts'
import { exportMarkdown } from '#shared/history/export.ts'
import { aspirationOf, planOf } from '#shared/plan/doc.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { agreeOn, beginDiscussion, DISCUSSION, DOCUMENT, MARK, ok, PLANTED, plant, RAFE } from '#tests/planted.ts'
import { button, cardIn, sleep, startWorld, type TestWorld } from '#tests/world.ts'

const NAME = 'Rafe Okafor'
/** What would tell of him: id, name, address, and every word that was planted. */
const TRACES = [RAFE, NAME, 'Rafe', 'rafe.okafor', MARK]

let world: TestWorld

/**
 * The traces that are left in what the store keeps: in every byte of SQLite's files, whatever SQLite thinks of them, or in
 * every item of Cosmos DB, whose files are the service's.
 */
async function left(words = TRACES): Promise<string[]> {
  if (world.cosmosUrl) {
    const { items } = (await (await fetch(`${world.cosmosUrl}/_control/dump`)).json()) as { items: string[] }
    return words.filter((word) => items.some((item) => item.includes(word)))
  }
  const folder = dirname(world.sandboxData)
  const files = (await readdir(folder)).filter((name) => name.startsWith('growth.sqlite'))
  const found: string[] = []
  for (const name of files) {
    const bytes = await readFile(join(folder, name))
    for (const word of words) if (bytes.includes(word)) found.push(`${word} in ${name}`)
  }
  return found
}

const settle = () => fetch(`${world.app}/sandbox/settle`, { method: 'POST' })
const erase = (confirm: string) =>
  world.api<{ field?: string; message?: string }>('rafe', 'DELETE', '/api/me', { confirm })
const take = async () => (await ok<Me>(world, 'rafe', 'GET', '/api/me')).takesPart
const team = async () =>
  (await ok<Team>(world, 'mona', 'GET', '/api/team')).rows.map(({ employee }) => employee.firstName)
const lines = async (person = 'rafe') => (await ok<{ lines: AuditLine[] }>(world, person, 'GET', '/api/audit')).lines

async function onSurface(person: string, path: string, surface: string): Promise<void> {
  const headers = { authorization: `Bearer ${await world.token(person)}`, 'x-surface': surface }
  expect((await fetch(world.app + path, { headers })).status).toBe(200)
}

describe.each(['sqlite', 'cosmos'] as const)('a person’s data, in %s', (store) => {
  beforeAll(async () => {
    world = await startWorld({ store })
    const { eventId } = await beginDiscussion(world)
    await plant(world)
    await agreeOn(world)
    await world.meeting(eventId, 'end')
    await world.advance('P1D')
  }, 90_000)
  afterAll(() => world?.stop())

  test('R7 who read, changed and agreed, on which surface; once a day; for the employee only', async () => {
    for (const surface of ['panel', 'stage', 'stage', 'anything'])
      await onSurface('mona', `/api/plans/${RAFE}`, surface)
    await onSurface('mona', DISCUSSION, 'panel')
    await onSurface('rafe', `/api/plans/${RAFE}`, 'panel')
    const all = await lines()
    const today = all[0]?.day
    expect(
      all.filter(({ day }) => day === today).map(({ by, what, surface }) => `${by?.firstName} ${what} ${surface}`),
    ).toEqual(expect.arrayContaining(['Mona read panel', 'Mona read stage', 'Mona read tab']))
    expect(all.filter(({ day }) => day === today)).toHaveLength(3)
    const said = new Set(all.map(({ by, what, surface }) => `${by?.firstName} ${what} ${surface}`))
    for (const line of ['Mona changed tab', 'Mona agreed tab', 'Rafe changed tab', 'Rafe agreed tab'])
      expect(said).toContain(line)
    expect([...said].some((line) => line.startsWith('Rafe read'))).toBe(false)
    expect(JSON.stringify(all)).not.toContain(MARK)
    expect((await lines('mona')).filter(({ by }) => by?.id === RAFE)).toEqual([])
  })

  test('R8 the export has everything of his, and nothing that is Mona’s alone', async () => {
    const all = await ok<Everything>(world, 'rafe', 'GET', '/api/export')
    const { monasNote, monasPreparation, ...his } = PLANTED
    for (const text of [JSON.stringify(all), exportMarkdown(all)]) {
      for (const words of Object.values(his)) expect(text).toContain(words)
      expect(text).not.toContain(monasNote)
      expect(text).not.toContain(monasPreparation)
    }
    expect(all.messages.some(({ content, state }) => content.type === 'summary' && state === 'sent')).toBe(true)
    expect(all.revisions[0]?.stamps).toHaveLength(2)
    expect((await lines()).some(({ by, what }) => by?.id === RAFE && what === 'exported')).toBe(true)
    const monas = await ok<Everything>(world, 'mona', 'GET', '/api/export')
    expect(JSON.stringify(monas.asManager)).toContain(monasNote)
    expect(JSON.stringify(monas)).not.toContain(PLANTED.rafesNote)
    expect(JSON.stringify(monas)).not.toContain(PLANTED.rafesPreparation)
    await ok(world, 'mona', 'POST', `${DISCUSSION}/preparation/share`, {})
    expect(JSON.stringify(await ok(world, 'rafe', 'GET', '/api/export'))).toContain(monasPreparation)
  })

  test('R8 without the full name nothing is deleted, and the sentence names the field', async () => {
    for (const confirm of ['', 'Rafe', 'rafe okafor', 'Mona Lindqvist']) {
      const { status, body } = await erase(confirm)
      expect({ status, field: body.field, message: body.message }).toEqual({
        status: 400,
        field: 'confirm',
        message: 'confirm must be your full name as it is shown. Nothing was deleted.',
      })
    }
    expect(await take()).not.toBe('erased')
    expect(await team()).toContain('Rafe')
  })

  test('R8 deleted: no byte, no line of the log, no card, no open socket', async () => {
    const old = (await world.chats('rafe')).find(({ summary }) => /uses Growth/.test(summary ?? ''))
    const live = await openLivePlan(world, 'mona', DOCUMENT)
    expect(await left()).not.toEqual([])
    expect((await world.chats('mona')).some((one) => JSON.stringify(one).includes('Rafe'))).toBe(true)
    const others = (await world.chats('mona')).filter((one) => !JSON.stringify(one).includes('Rafe')).length

    expect((await erase(NAME)).status).toBe(200)
    expect(await take()).toBe('erased')
    await settle()
    expect(await left()).toEqual([])
    const log = world.output.join('')
    for (const word of TRACES) expect({ word, logged: log.includes(word) }).toEqual({ word, logged: false })

    expect(await world.chats('rafe')).toEqual([])
    const monas = await world.chats('mona')
    expect(JSON.stringify(monas)).not.toContain('Rafe')
    expect(monas.length).toBeGreaterThanOrEqual(others)
    expect(await team()).not.toContain('Rafe')
    expect((await world.api('mona', 'GET', `/api/plans/${RAFE}`)).status).toBe(404)
    expect((await world.api('rafe', 'GET', `/api/plans/${RAFE}`)).status).toBe(404)
    // Whatever the open window still sends is taken by nobody.
    aspirationOf(live.doc)?.insert(0, `${MARK} after`)
    await sleep(500)
    live.close()
    expect(await left()).toEqual([])

    const home = await ok<Home>(world, 'rafe', 'GET', '/api/home')
    expect(home).toMatchObject({ plan: null, next: null, commitments: [], handOver: null, unsure: [] })
    expect(await lines()).toEqual([])
    const answer = await world.press('rafe', button(cardIn(old), 'Good to know'))
    expect(answer.body.value.message).toBe(
      'This card is no longer there: everything about you was deleted. Nothing was changed.',
    )
  })

  test('R8 he is left alone: days later nobody was asked about him, and he was asked nothing', async () => {
    await world.advance('P3D')
    expect(await left()).toEqual([])
    expect(await world.chats('rafe')).toEqual([])
    expect(JSON.stringify(await world.chats('mona'))).not.toContain('Rafe')
    expect(await team()).not.toContain('Rafe')
    // Installed anew, by Teams itself, say: that is no word of his.
    await world.control('PATCH', '/sandbox/people/rafe', { installed: false })
    await world.control('PATCH', '/sandbox/people/rafe', { installed: true })
    expect(await left()).toEqual([])
    expect(await world.chats('rafe')).toEqual([])
    // Once more does no harm.
    expect((await erase(NAME)).status).toBe(200)
    await settle()
    expect(await left()).toEqual([])
  })

  test('R8 start again: he is back, is told what it is, and nothing of before is there', async () => {
    await ok(world, 'rafe', 'POST', '/api/me/again', {})
    await settle()
    expect(await take()).toBe('told')
    expect(await team()).toContain('Rafe')
    const { document } = await ok<{ document: string }>(world, 'mona', 'GET', `/api/plans/${RAFE}`)
    const live = await openLivePlan(world, 'mona', document)
    expect(planOf(live.doc).aspiration).toBe('')
    live.close()
    expect(await left([MARK])).toEqual([])
    await world.advance('P3D')
    expect((await world.chats('rafe')).map(({ summary }) => summary).join()).toContain('uses Growth')
    expect((await ok<Everything>(world, 'rafe', 'GET', '/api/export')).discussions).toEqual([])
    await ok(world, 'rafe', 'POST', '/api/me/again', {})
  })
})

describe('R8 a deletion that is interrupted ends the same', () => {
  /** He is back, and has written in every place that takes little time. */
  async function writeAgain(): Promise<void> {
    await ok(world, 'rafe', 'POST', '/api/me/again', {})
    await settle()
    await ok(world, 'rafe', 'PUT', `/api/pairs/${RAFE}/note`, { text: PLANTED.rafesNote, version: null })
    await ok(world, 'rafe', 'GET', `/api/plans/${RAFE}`)
    const live = await openLivePlan(world, 'rafe', DOCUMENT)
    aspirationOf(live.doc)?.insert(0, PLANTED.aspiration)
    await live.saved()
    live.close()
    expect(await left([MARK])).not.toEqual([])
  }
  async function isGone(where: unknown): Promise<void> {
    expect({
      where,
      left: await left(),
      take: await take(),
      chat: await world.chats('rafe'),
      team: (await team()).includes('Rafe'),
    }).toEqual({ where, left: [], take: 'erased', chat: [], team: false })
  }
  beforeAll(async () => {
    world = await startWorld({ store: 'sqlite' })
    await erase(NAME)
    await settle()
  })
  afterAll(() => world?.stop())

  test('by kill -9, at any moment', async () => {
    for (const wait of [0, 3, 8, 15, 25, 40]) {
      await writeAgain()
      const asked = erase(NAME).catch(() => null)
      await sleep(wait)
      await world.killApp()
      await asked
      await world.startApp()
      if ((await take()) !== 'erased') expect((await erase(NAME)).status).toBe(200)
      await settle()
      await isGone({ wait })
    }
  })

  test('by a bot service that refuses: what it keeps is said in the log, and the rest is gone', async () => {
    await writeAgain()
    await world.advance('P1D')
    expect(await world.chats('rafe')).not.toEqual([])
    await world.control('POST', '/sandbox/faults', { target: 'connector', status: 503, count: 1000 })
    expect((await erase(NAME)).status).toBe(200)
    await settle()
    await world.control('POST', '/sandbox/faults', { target: 'connector', status: 503, count: 0 })
    expect(await left()).toEqual([])
    expect(await take()).toBe('erased')
    expect(world.output.join('')).toContain('privacy.cardsLeft')
  })
})

describe('R8 somebody who manages others deletes what is about them', () => {
  beforeAll(async () => {
    world = await startWorld({ store: 'sqlite' })
    await beginDiscussion(world)
    await plant(world)
  })
  afterAll(() => world?.stop())

  test('their own is gone, and their team and its plans are as they were', async () => {
    const before = await team()
    expect(before).toContain('Rafe')
    const plan = await ok<{ latest: unknown }>(world, 'rafe', 'GET', `/api/plans/${RAFE}`)
    const confirm = (await ok<Me>(world, 'mona', 'GET', '/api/me')).person.name
    await ok(world, 'mona', 'DELETE', '/api/me', { confirm })
    await settle()
    expect(await world.chats('mona')).toEqual([])
    expect(await ok<Me>(world, 'mona', 'GET', '/api/me')).toMatchObject({
      takesPart: 'erased',
      isManager: true,
      manager: null,
    })
    expect((await ok<Everything>(world, 'mona', 'GET', '/api/export')).messages).toEqual([])
    await world.advance('P2D')
    expect(await team()).toEqual(before)
    expect(await ok(world, 'rafe', 'GET', `/api/plans/${RAFE}`)).toMatchObject({ latest: plan.latest })
    expect(JSON.stringify(await ok(world, 'mona', 'GET', DISCUSSION))).toContain(PLANTED.monasNote)
    await ok(world, 'mona', 'POST', '/api/me/again', {})
    await settle()
    expect((await ok<Me>(world, 'mona', 'GET', '/api/me')).takesPart).not.toBe('erased')
    expect(await team()).toEqual(before)
  })
})

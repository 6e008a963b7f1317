// The sandbox as a process: how it starts, refuses to start, keeps its world, and ends.

import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { calendar, call, first, get, post, startTinyApp, type TinyApp } from './sandboxRig.ts'

const ROOT = join(import.meta.dirname, '../..')
const INPUTS = join(ROOT, '../shared/inputs/tenants')
const folder = () => mkdtempSync(join(tmpdir(), 'sandbox-process-'))

let children: ChildProcess[] = []
let apps: TinyApp[] = []
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(apps.map((app) => app.close()))
  children = []
  apps = []
})

type Run = { child: ChildProcess; out: () => string; ready: Promise<string>; ended: Promise<number | null> }

function run(env: Record<string, string>, args: string[] = []): Run {
  const child = fork(join(ROOT, 'tests/sandbox/index.ts'), args, {
    env: { PATH: process.env.PATH ?? '', SANDBOX_PORT: '0', ...env },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  children.push(child)
  let text = ''
  // Not the event 'close', which does not come after disconnect().
  const closed = [child.stdout, child.stderr].map((stream) => new Promise((resolve) => stream?.on('close', resolve)))
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve))
  const ended = Promise.all([exited, ...closed]).then(([code]) => code)
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        text += chunk
        const url = /^sandbox ready (\S+)$/m.exec(text)?.[1]
        if (url) resolve(url)
      })
    }
  })
  return { child, out: () => text, ready, ended }
}

async function tinyApp(): Promise<TinyApp> {
  const app = await startTinyApp()
  apps.push(app)
  return app
}

describe('going on', () => {
  test.each(['SIGTERM', 'SIGINT', 'disconnect'] as const)(
    'after %s the next start has the same world',
    async (signal) => {
      const data = folder()
      const app = await tinyApp()
      const one = run({ SANDBOX_DATA: data, APP_URL: app.url })
      const url = await one.ready
      await post(`${url}/sandbox/app`, { url: app.url })
      const event = first(await calendar(url, 'mona', 'Mona / Rafe'))
      const { body: token } = await post<{ token: string }>(`${url}/sandbox/tokens`, { person: 'mona' })
      await post(`${url}/sandbox/clock`, { advance: 'P3D' })
      await call('PATCH', `${url}/sandbox/calendar/mona/${encodeURIComponent(event.id)}`, { subject: 'Changed' })
      const before = (await get(`${url}/sandbox/tenant`)).body
      if (signal === 'disconnect') one.child.disconnect()
      else one.child.kill(signal)
      expect(await one.ended).toBe(0)

      const again = run({ SANDBOX_DATA: data, APP_URL: app.url })
      const next = await again.ready
      expect((await get(`${next}/sandbox/tenant`)).body).toEqual(before)
      expect((await get(`${next}/sandbox/clock`)).body).toEqual({ now: '2026-10-08T08:00:00.000Z' })
      expect(await calendar(next, 'rafe', 'Changed')).toHaveLength(1)
      const { body: newer } = await post<{ token: string }>(`${next}/sandbox/tokens`, { person: 'mona' })
      const kid = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()).kid
      expect(kid(newer.token)).toBe(kid(token.token))
      const announced = app.activities.length
      await post(`${next}/sandbox/app`, { url: app.url })
      expect(app.activities).toHaveLength(announced)
      rmSync(data, { recursive: true })
    },
  )

  test('a change is in the file within the second, so that even SIGKILL loses little', async () => {
    const data = folder()
    const app = await tinyApp()
    const one = run({ SANDBOX_DATA: data, APP_URL: app.url })
    const url = await one.ready
    await post(`${url}/sandbox/app`, { url: app.url })
    await post(`${url}/sandbox/clock`, { advance: 'P3D' })
    await new Promise((resolve) => setTimeout(resolve, 600))
    one.child.kill('SIGKILL')
    await one.ended
    expect(JSON.parse(readFileSync(join(data, 'world.json'), 'utf8')).world.now).toBe('2026-10-08T08:00:00.000Z')
    rmSync(data, { recursive: true })
  })

  test('a fresh world found by an app that still runs resets that app', async () => {
    const data = folder()
    const app = await tinyApp()
    const one = run({ SANDBOX_DATA: data, APP_URL: app.url })
    const url = await one.ready
    for (let tries = 0; app.activities.length < 10 && tries < 50; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(app.resets).toEqual([{ tenant: (await get(`${url}/sandbox/tenant`)).body, now: '2026-10-05T08:00:00.000Z' }])
    expect(app.activities).toHaveLength(10)
    const { body } = await post(`${url}/sandbox/reset`, {})
    expect(app.resets).toHaveLength(2)
    expect(app.resets[1]).toMatchObject({ tenant: { world: body.world } })
    rmSync(data, { recursive: true })
  })
})

describe('refusing to start', () => {
  test.each([
    ['NODE_ENV=production', { NODE_ENV: 'production' }, 'NODE_ENV=production'],
    ['on App Service', { WEBSITE_SITE_NAME: 'growth' }, 'WEBSITE_SITE_NAME'],
    ['with a port that is none', { SANDBOX_PORT: 'http' }, 'SANDBOX_PORT'],
  ])('%s', async (_name, env, word) => {
    const { ended, out } = run(env)
    expect(await ended).toBe(1)
    expect(out()).toContain(word)
    expect(out().trim().split('\n')).toHaveLength(1)
  })

  test('on a port that is taken', async () => {
    const holder = createServer()
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
    const { port } = holder.address() as { port: number }
    const data = folder()
    const { ended, out } = run({ SANDBOX_PORT: String(port), SANDBOX_DATA: data })
    expect(await ended).toBe(1)
    expect(out()).toBe(`Port ${port} is taken. End the other sandbox, or set SANDBOX_PORT to a free port.\n`)
    holder.close()
    rmSync(data, { recursive: true })
  })

  test.each([
    ['{"now": "2026-10-05T08:00:00Z",\n  "directory": [}', 'line 2'],
    ['{"now": "2026-10-05T08:00:00Z",\n  "directory": [{"id": 7}], "calendarView": {}}', 'directory'],
    [null, 'cannot be read'],
  ])('with the tenant file %j', async (text, word) => {
    const data = folder()
    const file = join(data, 'tenant.json')
    if (text !== null) writeFileSync(file, text)
    const { ended, out } = run({ SANDBOX_DATA: data }, ['--tenant', file])
    expect(await ended).toBe(1)
    expect(out()).toContain(word)
    expect(out()).toContain('tenant.json')
    expect(out().trim().split('\n')).toHaveLength(1)
    rmSync(data, { recursive: true })
  })
})

const inputs = existsSync(INPUTS) ? ['weekly-london.json', 'two-series-two-employees.json'] : []
for (const name of inputs) {
  test(`the tenant file ${name} starts afresh and everybody invited has a copy`, async () => {
    const data = folder()
    const { ready } = run({ SANDBOX_DATA: data }, ['--tenant', join(INPUTS, name)])
    const url = await ready
    const mona = await calendar(url, 'mona')
    const rafe = await calendar(url, 'rafe')
    expect(rafe.length).toBeGreaterThanOrEqual(12)
    expect(mona.map(({ iCalUId }) => iCalUId)).toEqual(expect.arrayContaining(rafe.map(({ iCalUId }) => iCalUId)))
    expect(new Set([...mona, ...rafe].map(({ id }) => id)).size).toBe(mona.length + rafe.length)
    expect((await get(`${url}/sandbox/clock`)).body).toEqual({ now: '2026-09-20T09:00:00.000Z' })
    rmSync(data, { recursive: true, force: true })
  })
}

// What the host page asks: who is here, what was said, which meetings run; and a stream of changes.
import express, { type Router } from 'express'
import { z } from 'zod'
import { firstName } from '#shared/person.ts'
import { appAnswers, nextDue, progressOf } from './app.ts'
import { chatOf, personalChatId } from './bot.ts'
import { APP_ID, TEAMS_APP_ID, TENANT_ID } from './constants.ts'
import { bodyOf, personOf } from './http.ts'
import { hostZone, meetingsToday, setStage } from './meetings.ts'
import { isHuman, roleOf } from './people.ts'
import type { HostChange, Sandbox } from './sandbox.ts'

const HEARTBEAT_MS = 25_000

const stageBody = z.strictObject({ url: z.string().nullable(), by: z.string() })

export function hostRoutes(sandbox: Sandbox): Router {
  const router = express.Router()
  router.use(express.json())
  router.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store')
    next()
  })

  router.get('/state', async (_req, res) => {
    const appUp = await appAnswers(sandbox)
    const { world } = sandbox
    res.json({
      now: world.now,
      zone: hostZone(world),
      world: world.id,
      tenantId: TENANT_ID,
      appId: APP_ID,
      teamsAppId: TEAMS_APP_ID,
      appUrl: sandbox.appUrl,
      appUp,
      people: world.people.filter(isHuman).map((person) => ({
        id: person.id,
        key: person.key,
        name: person.displayName,
        firstName: firstName(person.displayName),
        jobTitle: person.jobTitle,
        role: roleOf(world, person),
        installed: person.installed,
        managerId: person.manager,
      })),
    })
  })

  router.get('/events', (req, res) => {
    res.set({ 'Content-Type': 'text/event-stream', Connection: 'keep-alive' })
    res.flushHeaders()
    res.write(': open\n\n')
    const send = (change: HostChange) => res.write(`data: ${JSON.stringify(change)}\n\n`)
    const beat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT_MS)
    sandbox.changes.on('change', send)
    req.on('close', () => {
      clearInterval(beat)
      sandbox.changes.off('change', send)
    })
  })

  router.get('/chats/:person', (req, res) => {
    res.json(chatOf(sandbox, personalChatId(personOf(sandbox, req.params.person))))
  })

  router.get('/meetings', (_req, res) => {
    res.json(meetingsToday(sandbox, hostZone(sandbox.world)))
  })
  router.post('/meetings/:chat/stage', (req, res) => {
    const { url, by } = bodyOf(stageBody, req)
    const sharer = personOf(sandbox, by)
    setStage(sandbox, req.params.chat, url === null ? null : { url, by: sharer.id })
    res.json({ ok: true })
  })

  router.get('/progress', async (req, res) => {
    const employee = personOf(sandbox, String(req.query.employee ?? ''))
    res.json(await progressOf(sandbox, employee.id))
  })
  router.get('/next', async (_req, res) => {
    res.json({ next: await nextDue(sandbox).catch(() => null) })
  })
  return router
}

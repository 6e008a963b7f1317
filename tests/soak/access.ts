// R7: the manager changes while the former one types as fast as they can. How soon are they out, and is what came later stored?
import * as Y from 'yjs'
import { aspirationOf, planOf } from '#shared/plan/doc.ts'
import { layoutEntry } from '#shared/plan/log.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { typedIn } from '#tests/planFrames.ts'
import { openPlanSocket } from '#tests/planSocket.ts'
import { DOCUMENT, ok, RAFE } from '#tests/planted.ts'
import { sleep, startWorld, type TestWorld } from '#tests/world.ts'

const MANAGERS = ['mona', 'ines'] as const
/** R7's "as soon as the app knows" may take so long, ms. */
const MOST_MS = 5000
/** After the door has closed the former manager types on for so long. */
const STUBBORN_MS = 300

export type AccessEnds = {
  times: number
  /** From the sending of the last request over REST that the former manager had an answer to: at most so late, ms. */
  closedAfterMs: { median: number; max: number }
  /** Edits that were sent, that were acknowledged, and of those sent after the closing that are in the store. */
  sent: number
  saved: number
  storedLater: number
  wrong: string[]
}

export async function runAccess(times: number): Promise<AccessEnds> {
  const world = await startWorld()
  const all = { sent: 0, saved: 0, storedLater: 0, wrong: [] as string[] }
  const after: number[] = []
  try {
    await ok(world, 'rafe', 'GET', `/api/plans/${RAFE}`)
    for (let n = 0; n < times; n += 1) {
      const [former, next] = n % 2 === 0 ? MANAGERS : (MANAGERS.toReversed() as [string, string])
      const round = await endAccess(world, n, former, next)
      all.sent += round.sent
      all.saved += round.saved
      all.storedLater += round.storedLater
      all.wrong.push(...round.wrong.map((why) => `Time ${n + 1}: ${why}`))
      after.push(round.closedAfterMs)
      await ok(world, 'rafe', 'POST', `/api/plans/${RAFE}/handover`, {})
    }
  } finally {
    await world.stop()
  }
  after.sort((a, b) => a - b)
  const [median = 0, max = 0] = [after[Math.floor(after.length / 2)], after.at(-1)].map((ms) => Math.round(ms ?? 0))
  return { times, closedAfterMs: { median, max }, ...all }
}

async function endAccess(world: TestWorld, time: number, former: string, next: string) {
  const wrong: string[] = []
  const token = await world.token(former)
  const socket = await openPlanSocket(world)
  if ((await socket.knock(DOCUMENT, token)) !== 'in') wrong.push(`${former} was not let in before`)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, layoutEntry())

  // Words without end, as fast as the socket takes them, before and after the door closes.
  let sent = 0
  let sentBefore = 0
  let isOver = false
  const typing = (async () => {
    while (!isOver) {
      if (socket.closedAt() === null) sentBefore = sent + 1
      socket.edit(DOCUMENT, typedIn(doc, `(${time}.${sent})`))
      sent += 1
      await sleep(1)
    }
  })()
  // REST tells when the app knows: after the last request that it still answered was sent.
  let knewNotAt = performance.now()
  let isRefused = false
  const asking = (async () => {
    const headers = { authorization: `Bearer ${token}` }
    while (!isRefused && !isOver) {
      const began = performance.now()
      const { status } = await fetch(`${world.app}/api/plans/${RAFE}`, { headers })
      if (status === 200) knewNotAt = began
      else isRefused = true
    }
  })()

  await sleep(200)
  await world.control('PATCH', '/sandbox/people/rafe', { manager: next })
  // Who installs the app is read at once, and so is who their employees are.
  await world.control('PATCH', `/sandbox/people/${next}`, { installed: false })
  await world.control('PATCH', `/sandbox/people/${next}`, { installed: true })
  for (const end = Date.now() + MOST_MS; socket.closedAt() === null && Date.now() < end; ) await sleep(2)
  await sleep(STUBBORN_MS)
  isOver = true
  await Promise.all([typing, asking])

  const closedAt = socket.closedAt()
  if (closedAt === null) wrong.push(`${former} was not put out within ${MOST_MS} ms`)
  if (!isRefused) wrong.push(`${former} may still read the plan`)
  const again = await openPlanSocket(world)
  const word = await again.knock(DOCUMENT, token)
  if (typeof word === 'string') wrong.push(`${former} knocked again and is ${word}`)
  again.close()
  const at = await openLivePlan(world, 'rafe', DOCUMENT)
  const { aspiration } = planOf(at.doc)
  const stored = [...aspiration.matchAll(/\((\d+)\.(\d+)\)/g)]
    .filter(([, of]) => Number(of) === time)
    .map(([, , word]) => Number(word))
  // The text stays as long as one time's words.
  aspirationOf(at.doc)?.delete(0, aspiration.length)
  await at.saved()
  at.close()
  const storedLater = stored.filter((word) => word >= sentBefore).length
  if (storedLater > 0) wrong.push(`${storedLater} edits that came after the closing are stored`)
  const saved = socket.acknowledged()
  const lost = Array.from({ length: saved }, (_, word) => word).filter((word) => !stored.includes(word)).length
  if (lost > 0) wrong.push(`${lost} edits that were acknowledged are not stored`)
  if (stored.length < 10) wrong.push(`only ${stored.length} edits came before the closing`)
  const closedAfterMs = Math.max(0, (closedAt ?? Number.POSITIVE_INFINITY) - knewNotAt)
  return { closedAfterMs, sent, saved, storedLater, wrong }
}

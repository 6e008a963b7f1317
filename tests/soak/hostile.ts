// A thread that sends Rafe's plan everything that no honest client would, socket after socket, until it is ended.
import { parentPort, workerData } from 'node:worker_threads'
import * as Y from 'yjs'
import { aspirationOf } from '#shared/plan/doc.ts'
import { layoutEntry } from '#shared/plan/log.ts'
import {
  brokenState,
  crowd,
  cutOff,
  endless,
  fiftyMegabytes,
  flood,
  hugeLengths,
  notText,
  presence,
  reversed,
  strangeNames,
  strangeStates,
  sync,
  typedIn,
  UPDATE,
  unknownSteps,
  unknownTypes,
  updateOf,
  withDocument,
} from '#tests/planFrames.ts'
import { openPlanSocket } from '#tests/planSocket.ts'
import { DOCUMENT } from '#tests/planted.ts'

/** What was done so far; a round is everything once. */
export type Attacks = { sockets: number; closed: number; rounds: number }

const CLIENT = 4242
/** What is not closed for it stays open for so long, ms. */
const PATIENCE_MS = 200
const MANY_WINDOWS = 25

if (parentPort) await attack(workerData as { app: string; token: string })

async function attack({ app, token }: { app: string; token: string }): Promise<void> {
  const done: Attacks = { sockets: 0, closed: 0, rounds: 0 }
  for (;;) {
    for (const frames of everything()) {
      done.sockets += 1
      if (await send(app, token, frames)) done.closed += 1
      parentPort?.postMessage(done)
    }
    const windows = await Promise.all(Array.from({ length: MANY_WINDOWS }, () => openPlanSocket({ app })))
    for (const window of windows) await window.knock(DOCUMENT, token)
    for (const window of windows) window.close()
    done.rounds += 1
    parentPort?.postMessage(done)
  }
}

/** On a socket of its own; resolves to whether the server closed it. */
async function send(app: string, token: string, frames: Uint8Array[]): Promise<boolean> {
  const socket = await openPlanSocket({ app })
  // Refused where too many of its sockets are not gone yet.
  await socket.knock(DOCUMENT, token)
  for (const frame of frames) socket.raw(frame)
  const closed = await Promise.race([
    socket.closed().then(
      () => true,
      () => false,
    ),
    new Promise<boolean>((resolve) => setTimeout(resolve, PATIENCE_MS, false)),
  ])
  socket.close()
  return closed
}

/** What goes over each socket. The plan ends as it began. */
function* everything(): Generator<Uint8Array[]> {
  const blank = () => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, layoutEntry())
    return doc
  }
  for (const { frame } of cutOff(blank())) yield [frame]
  for (const [, , frame] of hugeLengths()) yield [frame]
  for (const [, frame] of unknownTypes()) yield [frame]
  for (const frame of [endless(), ...unknownSteps(), ...strangeNames()]) yield [frame]
  yield [fiftyMegabytes()]
  yield [sync(UPDATE, typedIn(blank(), 'm'.repeat(1_100_000)))]
  const pasting = blank()
  const paste = typedIn(pasting, 'm'.repeat(900_000))
  yield [
    sync(UPDATE, paste),
    sync(
      UPDATE,
      updateOf(pasting, () => aspirationOf(pasting)?.delete(0, 900_000)),
    ),
  ]
  yield [withDocument(blank())]
  yield reversed(blank(), 4000)
    .slice(0, -1)
    .map((edit) => sync(UPDATE, edit))
  yield [notText(blank())]
  for (const many of [100_000, 500, 5]) yield [crowd(10_000, many)]
  yield strangeStates().map((state, n) => presence([CLIENT, n + 1, state]))
  yield [brokenState(CLIENT)]
  yield flood(CLIENT, 2000)
}

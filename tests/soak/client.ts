// A process to be killed: everybody at work at once on the plans and over REST, and a line on stdout for what was acknowledged.
//
// Lines are `wrote NAME WHAT` before something is sent, `kept NAME WHAT` at the moment it is acknowledged, and
// `refused NAME STATUS` (or `unanswered` for the status). They are written at once: what the runner has read had happened before the kill.
import { writeSync } from 'node:fs'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as Y from 'yjs'
import { planOf } from '#shared/plan/doc.ts'
import { setFocusArea } from '#shared/plan/edit.ts'
import { hashOf } from '#shared/plan/plan.ts'
import { type Acks, countingSocket } from '#tab/plan/acks.ts'
import { sleep } from '#tests/world.ts'
import { diceOf } from './dice.ts'
import { actsOf, type Hand, movesIn, pageOf } from './typist.ts'

/** What there is to do until the kill. `name` is the place in the runner's ledger. */
export type Round = {
  round: number
  seed: number
  app: string
  tokens: Record<string, string>
  /** `move` is the number of this person's next move of their action. */
  typing: { employee: string; hand: Hand; person: string; document: string; move: number }[]
  /** A private note each, with its version as the store has it. */
  notes: { name: string; person: string; path: string; version: string | null; next: number }[]
  preparations: { name: string; person: string; path: string; next: number }[]
  stamps: { name: string; person: string; path: string; document: string; area: string }[]
}

/** So many edits are under way before a typist waits for "Saved". */
const MOST_AT_ONCE = 10

const say = (...lines: string[]) => void writeSync(1, lines.map((line) => `${line}\n`).join(''))

// As a process with a channel to the runner only: what warms the code cache loads this file too.
if (process.send) {
  process.once('message', (round) => void work(round as Round))
  process.once('disconnect', () => process.exit(0))
  say('ready')
}

async function work(of: Round): Promise<void> {
  const dice = diceOf(of.seed)
  const rest = [
    ...of.notes.map((one) => keepNote(of, one, dice)),
    ...of.preparations.map((one) => prepare(of, one, dice)),
    ...of.stamps.map((one) => stamp(of, one, dice)),
  ]
  const typists = await Promise.all(
    of.typing.map(async (one) => ({ one, at: await enter(of, one.person, one.document) })),
  )
  say('open')
  await Promise.all([...rest, ...typists.map(({ one, at }) => type(of, one, at, dice))])
}

type AtThePlan = { doc: Y.Doc; onSaved(listener: () => void): void; saved(): Promise<void> }

/** At the live plan with the tab's own socket, which counts acknowledgements: "Saved" is said here when the tab says it. */
async function enter({ app, tokens }: Round, person: string, document: string): Promise<AtThePlan> {
  const doc = new Y.Doc()
  const listeners: (() => void)[] = []
  let acks: Acks = { owed: 0, synced: false }
  const isSaved = () => acks.synced && acks.owed === 0
  const socket = new HocuspocusProviderWebsocket({
    url: `${app.replace('http', 'ws')}/collab`,
    delay: 250,
    minDelay: 250,
    WebSocketPolyfill: countingSocket((now) => {
      acks = now
      if (isSaved()) for (const listener of listeners) listener()
    }),
  })
  const token = tokens[person] ?? ''
  const provider = new HocuspocusProvider({ websocketProvider: socket, name: document, document: doc, token })
  provider.attach()
  while (!provider.isSynced || !isSaved()) await sleep(5)
  return {
    doc,
    onSaved: (listener) => void listeners.push(listener),
    async saved() {
      while (!isSaved()) await sleep(2)
    },
  }
}

/** In bursts, each waiting until the one before is saved: as fast as the store takes it, and it is often "Saved". */
async function type(
  of: Round,
  { employee, hand, move }: Round['typing'][number],
  at: AtThePlan,
  dice: () => number,
): Promise<void> {
  const waiting: string[] = []
  at.onSaved(() => {
    if (waiting.length > 0) say(...waiting.splice(0))
  })
  say(`reads ${pageOf('moves', employee, hand)} ${movesIn(planOf(at.doc), hand)}`)
  let left = 0
  for (const { on, what, strokes } of actsOf(at.doc, { hand, round: of.round, move }, dice)) {
    const page = pageOf(on, employee, hand)
    say(...what.map((one) => `wrote ${page} ${one}`))
    for (const [n, stroke] of strokes.entries()) {
      if (left === 0) {
        await at.saved()
        left = 1 + Math.floor(dice() * MOST_AT_ONCE)
      }
      left -= 1
      // Before the last one is done: its acknowledgement may not come first.
      if (n === strokes.length - 1) waiting.push(...what.map((one) => `kept ${page} ${one}`))
      stroke()
      await sleep(dice() * 8)
    }
  }
}

async function keepNote(of: Round, note: Round['notes'][number], dice: () => number): Promise<void> {
  const { name, person, path } = note
  let { version } = note
  for (let n = note.next; ; n += 1) {
    say(`wrote ${name} ${n}`)
    const reply = await send(of, person, 'PUT', path, { text: String(n), version })
    if (!reply?.ok) return say(`refused ${name} ${reply?.status ?? 'unanswered'}`)
    say(`kept ${name} ${n}`)
    version = ((await reply.json()) as { version: string }).version
    await sleep(30 + dice() * 60)
  }
}

async function prepare(of: Round, to: Round['preparations'][number], dice: () => number): Promise<void> {
  const { name, person, path } = to
  for (let n = to.next; ; n += 1) {
    say(`wrote ${name} ${n}`)
    const reply = await send(of, person, 'PUT', path, { answers: [{ question: 'How far?', text: String(n) }] })
    if (!reply?.ok) return say(`refused ${name} ${reply?.status ?? 'unanswered'}`)
    say(`kept ${name} ${n}`)
    await reply.arrayBuffer()
    await sleep(30 + dice() * 60)
  }
}

/** Nobody else writes this plan, so every stamp freezes a text of its own: a new document, and the plan's head with it. */
async function stamp(of: Round, to: Round['stamps'][number], dice: () => number): Promise<void> {
  const { name, person, path, document, area } = to
  const at = await enter(of, person, document)
  for (let n = 0; ; n += 1) {
    setFocusArea(at.doc, area, 'goal', `${of.round}.${n}`)
    await at.saved()
    const hash = await hashOf(planOf(at.doc))
    say(`wrote ${name} ${hash}`)
    const reply = await send(of, person, 'POST', path, { hash })
    if (!reply?.ok) return say(`refused ${name} ${reply?.status ?? 'unanswered'}`)
    say(`kept ${name} ${hash}`)
    await reply.arrayBuffer()
    await sleep(20 + dice() * 60)
  }
}

/** Null when no answer came: nothing was promised then, and the next round reads what became of it. */
const send = ({ app, tokens }: Round, person: string, method: string, path: string, body: unknown) =>
  fetch(app + path, {
    method,
    headers: { authorization: `Bearer ${tokens[person]}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch((): null => null)

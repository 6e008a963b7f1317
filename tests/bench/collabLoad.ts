// The load of the collab bench: pairs of people at live plans, typing at a pace or as fast as they are answered.
import { performance } from 'node:perf_hooks'
import WebSocket from 'ws'
import { sleep } from '#tests/world.ts'
import { lettersIn, type Typist } from './collabTypist.ts'
import type { Dialect, Heard } from './collabWire.ts'

/** Where one of the two of a plan sits; `layout` is what the plan needs before anybody can type, from whoever is first. */
export type Seat = { url: string; dialect: Dialect; layout: Uint8Array | null }

export type Person = {
  socket: WebSocket
  dialect: Dialect
  typist: Typist
  other: Person
  /** When each of their letters was sent. */
  sent: number[]
  /** How many of them the other has, and how many the server said it has. */
  arrived: number
  saved: number
}
export type Load = { people: Person[]; notice: Notice; close(): Promise<void> }

/** What one block of typing showed; times in ms, over all edits of the block. */
export type Block = { edits: number; lost: number; seconds: number; toOther: number[]; toSaved: number[] }

/** Word from a server, to everybody who measures just now. */
type Notice = { toOther: number[]; toSaved: number[]; onDone: ((person: Person) => void) | null }

const BATCH = 50
const PATIENCE_MS = 10_000
/** So many ms between two letters of one person, give or take a half. */
const BETWEEN_MS = 500

/** Everybody comes in and is in step; the two of a plan sit next to each other. */
export async function openLoad(pairs: [Seat, Seat][], typists: [Typist, Typist]): Promise<Load> {
  const notice: Notice = { toOther: [], toSaved: [], onDone: null }
  const people: Person[] = []
  for (let from = 0; from < pairs.length; from += BATCH)
    people.push(
      ...(await Promise.all(pairs.slice(from, from + BATCH).map((pair) => openPair(pair, typists, notice)))).flat(),
    )
  return {
    people,
    notice,
    async close() {
      await Promise.all(
        people.map(({ socket }) => {
          socket.removeAllListeners('close')
          const gone = new Promise((resolve) => socket.once('close', resolve))
          socket.close()
          return gone
        }),
      )
    },
  }
}

async function openPair(seats: [Seat, Seat], typists: [Typist, Typist], notice: Notice): Promise<Person[]> {
  const [one, two] = seats.map(
    ({ url, dialect }, n): Person => ({
      socket: new WebSocket(url, { perMessageDeflate: false }),
      dialect,
      typist: typists[n] as Typist,
      other: null as unknown as Person,
      sent: [],
      arrived: 0,
      saved: 0,
    }),
  ) as [Person, Person]
  one.other = two
  two.other = one
  await Promise.all([enter(one, seats[0].layout, notice), enter(two, null, notice)])
  return [one, two]
}

function enter(person: Person, layout: Uint8Array | null, notice: Notice): Promise<void> {
  const { socket, dialect } = person
  const waitsFor: Heard[] = dialect.hello.length > 0 ? ['synced'] : []
  if (layout && dialect.acknowledges) waitsFor.push('saved')
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', (code) => reject(new Error(`The server closed a socket of the bench: ${code}`)))
    socket.on('open', () => {
      for (const frame of dialect.hello) socket.send(frame)
      if (layout) socket.send(dialect.edit(layout))
      if (waitsFor.length === 0) resolve()
    })
    socket.on('message', (frame: Buffer) => {
      const heard = dialect.hear(frame)
      if (heard === 'refused') reject(new Error('A server refused somebody of the bench'))
      else if (waitsFor.length > 0) {
        if (heard === waitsFor[0]) waitsFor.shift()
        if (waitsFor.length === 0) resolve()
      } else if (heard === 'saved') onSaved(person, notice)
      else if (typeof heard === 'object' && heard) onUpdate(person, heard.update, notice)
    })
  })
}

/** How long it takes from nothing until somebody is in step, ms. */
export async function timeToOpen({ url, dialect }: Seat): Promise<number> {
  const start = performance.now()
  const socket = new WebSocket(url, { perMessageDeflate: false })
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('open', () => {
      for (const frame of dialect.hello) socket.send(frame)
    })
    socket.on('message', (frame: Buffer) => {
      if (dialect.hear(frame) === 'synced') resolve()
    })
  })
  const took = performance.now() - start
  const gone = new Promise((resolve) => socket.once('close', resolve))
  socket.close()
  await gone
  return took
}

function onSaved(person: Person, notice: Notice): void {
  notice.toSaved.push(performance.now() - (person.sent[person.saved] ?? Number.NaN))
  person.saved += 1
  if (isDone(person)) notice.onDone?.(person)
}

/** Letters of the other's, or one's own coming back. */
function onUpdate({ other }: Person, update: Uint8Array, notice: Notice): void {
  const next = other.typist.edit(other.arrived)
  // Nearly always the one letter that is next; a server may also send several as one.
  const upTo = Buffer.compare(next, update) === 0 ? other.arrived + 1 : lettersIn(update, other.typist)
  if (upTo === null) return
  const now = performance.now()
  for (; other.arrived < upTo; other.arrived += 1) notice.toOther.push(now - (other.sent[other.arrived] ?? Number.NaN))
  if (isDone(other)) notice.onDone?.(other)
}

const isDone = ({ sent, arrived, saved, dialect }: Person) =>
  arrived === sent.length && (saved === sent.length || !dialect.acknowledges)

function type(person: Person): void {
  const frame = person.dialect.edit(person.typist.edit(person.sent.length))
  person.sent.push(performance.now())
  person.socket.send(frame)
}

/** Everybody types two letters a second, each at their own uneven pace, for so long. */
export function typeAtPace(load: Load, seconds: number): Promise<Block> {
  return block(load, async ({ people }) => {
    const end = performance.now() + seconds * 1000
    const timers = new Set<NodeJS.Timeout>()
    const later = (person: Person, ms: number) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        if (performance.now() > end) return
        type(person)
        later(person, BETWEEN_MS * (0.5 + Math.random()))
      }, ms)
      timers.add(timer)
    }
    for (const person of people) later(person, BETWEEN_MS * Math.random())
    await sleep(seconds * 1000)
    for (const timer of timers) clearTimeout(timer)
  })
}

/** Everybody types the next letter as soon as the last one is with the other, and acknowledged where the server does that. */
export function typeAtOnce(load: Load, seconds: number): Promise<Block> {
  return block(load, async ({ people, notice }) => {
    notice.onDone = type
    for (const person of people) type(person)
    await sleep(seconds * 1000)
    notice.onDone = null
  })
}

async function block(load: Load, work: (load: Load) => Promise<void>): Promise<Block> {
  const { people, notice } = load
  notice.toOther = []
  notice.toSaved = []
  const before = people.reduce((sum, { sent }) => sum + sent.length, 0)
  const start = performance.now()
  await work(load)
  const seconds = (performance.now() - start) / 1000
  for (const end = Date.now() + PATIENCE_MS; !people.every(isDone) && Date.now() < end; ) await sleep(5)
  const edits = people.reduce((sum, { sent }) => sum + sent.length, 0) - before
  const lost = people.reduce((sum, one) => sum + lostOf(one), 0)
  return { edits, lost, seconds, toOther: notice.toOther, toSaved: notice.toSaved }
}

const lostOf = ({ sent, arrived, saved, dialect }: Person) =>
  sent.length - (dialect.acknowledges ? Math.min(arrived, saved) : arrived)

// What "Saved" rests on (R15): counting acknowledgements between the real provider and a real Hocuspocus server.

import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { Server } from '@hocuspocus/server'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as Y from 'yjs'
import { type Acks, countingSocket } from '#tab/plan/acks.ts'

/** What the server does with a message of the document while it is closed: it waits. */
let gate = { open: Promise.resolve(), let: () => {} }
function shut(): void {
  let open = () => {}
  gate = {
    open: new Promise((resolve) => {
      open = resolve
    }),
    let: () => open(),
  }
}

const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  stopOnSignals: false,
  debounce: 0,
  beforeHandleMessage: () => gate.open,
  onAuthenticate: async ({ token, connectionConfig }) => {
    connectionConfig.readOnly = token === 'reader'
  },
})
await server.listen()
afterAll(() => server.destroy())

async function until(what: string, is: () => boolean): Promise<void> {
  for (const end = Date.now() + 5000; !is(); ) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 60))

const url = () => `ws://127.0.0.1:${server.address.port}`
let page: ReturnType<typeof open>
function open(name: string, token = 'writer') {
  const doc = new Y.Doc()
  const seen: Acks[] = []
  const socket = new HocuspocusProviderWebsocket({
    url: url(),
    delay: 20,
    minDelay: 20,
    WebSocketPolyfill: countingSocket((acks) => seen.push(acks)),
  })
  const provider = new HocuspocusProvider({ name, document: doc, websocketProvider: socket, token })
  provider.attach()
  const now = () => seen.at(-1)
  const close = () => {
    provider.destroy()
    socket.destroy()
  }
  return { text: doc.getText('text'), seen, now, provider, socket, close }
}
const stored = (name: string) => server.hocuspocus.documents.get(name)?.getText('text').toString()

// Over 127 bytes, a name's length takes two bytes in every message.
describe.each([
  ['short', 'plan/a/b'],
  ['long', `plan/${'Å'.repeat(80)}`],
])('a plan with a %s name', (_, path) => {
  let round = 0
  let name = ''
  beforeEach(async () => {
    gate = { open: Promise.resolve(), let: () => {} }
    round += 1
    name = `${path}/${round}`
    page = open(name)
    await until('the first exchange', () => page.now()?.synced === true)
  })
  afterEach(() => {
    gate.let()
    page.close()
  })

  test('the first exchange is owed before it is acknowledged', () => {
    expect(page.seen[0]).toEqual({ owed: 1, synced: false })
    expect(page.now()).toEqual({ owed: 0, synced: true })
  })

  test('every edit is owed until the server has it, and none is counted twice', async () => {
    shut()
    for (const letter of 'now') page.text.insert(page.text.length, letter)
    await until('three owed', () => page.now()?.owed === 3)
    await aWhile()
    expect(page.now()).toEqual({ owed: 3, synced: true })
    gate.let()
    await until('none owed', () => page.now()?.owed === 0)
    expect(page.seen.map(({ owed }) => owed).filter((owed) => owed < 0)).toEqual([])
  })

  test('what was typed without a connection is saved only when the new exchange is acknowledged', async () => {
    shut()
    page.text.insert(0, 'lost? ')
    await until('one owed', () => page.now()?.owed === 1)
    page.socket.webSocket?.close()
    await until('the end of the connection', () => page.now()?.synced === false)
    page.text.insert(0, 'never ')
    await aWhile()
    expect(page.now()?.synced).toBe(false)
    gate.let()
    await until('saved', () => page.now()?.synced === true && page.now()?.owed === 0)
    expect(stored(name)).toBe('never lost? ')
  })

  test('presence is not an edit: nothing is owed for it', async () => {
    const before = page.seen.length
    page.provider.awareness?.setLocalState({ field: 'aspiration' })
    await aWhile()
    expect(page.seen.length).toBe(before)
  })

  test('what the other one types is not owed here', async () => {
    const other = open(name)
    await until('the other one', () => other.now()?.synced === true)
    other.text.insert(0, 'theirs')
    await until('their words here', () => page.text.toString() === 'theirs')
    expect(page.now()).toEqual({ owed: 0, synced: true })
    other.close()
  })
})

test('an edit that the server turns down is never counted as saved', async () => {
  page = open('plan/reader', 'reader')
  await until('the end of the exchange', () => page.provider.isSynced)
  page.text.insert(0, 'no')
  await aWhile()
  expect(page.now()?.owed).toBeGreaterThan(0)
  expect(stored('plan/reader')).toBe('')
  page.close()
})

test('an edit typed before the first exchange is not sent ahead of it, and is saved with it', async () => {
  const seen: Acks[] = []
  const socket = new (countingSocket((acks) => seen.push(acks)))(url())
  socket.binaryType = 'arraybuffer'
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  const text = (value: string) => [value.length, ...new TextEncoder().encode(value)]
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'early')
  const edit = Y.encodeStateAsUpdate(doc)
  const say = (...kind: number[]) => socket.send(Uint8Array.from([...text('plan/raw'), ...kind, edit.length, ...edit]))
  socket.send(Uint8Array.from([...text('plan/raw'), 2, 0, ...text('writer')]))
  say(0, 2)
  await aWhile()
  expect([seen, stored('plan/raw')]).toEqual([[], ''])
  say(0, 1)
  await until('the acknowledgement', () => seen.length > 1)
  expect(seen).toEqual([
    { owed: 1, synced: false },
    { owed: 0, synced: true },
  ])
  expect(stored('plan/raw')).toBe('early')
  socket.close()
})

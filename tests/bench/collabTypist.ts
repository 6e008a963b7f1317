// Somebody who types one letter after another into a plan's text: the edits of one window, made once for all plans.
import * as Y from 'yjs'
import { aspirationOf } from '#shared/plan/doc.ts'
import { layoutEntry } from '#shared/plan/log.ts'

export type Typist = {
  /** Of the window, as Yjs knows it. */
  client: number
  /** The nth letter as an update; each builds on the one before. */
  edit(n: number): Uint8Array
}

export function typist(client: number): Typist {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, layoutEntry())
  doc.clientID = client
  const text = aspirationOf(doc)
  if (!text) throw new Error('The layout has no text')
  const edits: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => edits.push(update))
  return {
    client,
    edit(n) {
      while (edits.length <= n) text.insert(text.length, LETTERS[edits.length % LETTERS.length] as string)
      return edits[n] as Uint8Array
    },
  }
}
const LETTERS = 'I want to lead the design of a whole product area. '

/** How many letters of this window an update brings it up to; null where it holds none of them. */
export function lettersIn(update: Uint8Array, { client }: Typist): number | null {
  let end: number | null = null
  for (const { id, length } of Y.decodeUpdate(update).structs) if (id.client === client) end = id.clock + length
  return end
}

// The short ways of a message: an edit past Hocuspocus' line and back, any other to our hooks, and what is shown to everybody but its author.
import {
  type beforeHandleMessagePayload,
  type beforeSyncPayload,
  type Configuration,
  type Connection,
  IncomingMessage,
  OutgoingMessage,
} from '@hocuspocus/server'
import * as Y from 'yjs'

type Hooks<C> = Pick<Configuration<C>, 'beforeHandleMessage' | 'beforeSync'>

/**
 * From now on `take` gets every edit of this connection that has none of its messages before it: it takes it in one go and
 * resolves when it is stored, which is then acknowledged; or it answers null, and the edit goes the long way as any other
 * message. On that way messages meet our own hooks only, as they are in the configuration, and those see connection,
 * context, document, and the message: Hocuspocus gathers more for each of them, every time anew. No extension has hooks of
 * these names.
 */
export function shorten<C>(
  connection: Connection<C>,
  { beforeHandleMessage, beforeSync }: Hooks<C>,
  take: (edit: Uint8Array) => Promise<void> | null,
): void {
  const { context, document, messageAddress, send, handleMessage } = connection
  const documentName = document.name
  connection.beforeHandleMessage(async (_, update) =>
    beforeHandleMessage?.({ connection, context, document, documentName, update } as beforeHandleMessagePayload<C>),
  )
  connection.beforeSync(async (_, { type, payload }) =>
    beforeSync?.({ connection, context, document, documentName, type, payload } as beforeSyncPayload<C>),
  )
  connection.afterHandleMessage(async () => {})
  connection.send = (message) => {
    if (connection !== author) send.call(connection, message)
  }

  const beginning = new OutgoingMessage(messageAddress).createSyncMessage().toUint8Array()
  const acknowledgement = new OutgoingMessage(messageAddress).writeSyncStatus(true).toUint8Array()
  const acknowledge = () => connection.send(acknowledgement)
  const close = () => connection.close()
  // Hocuspocus' own line, which it tells nobody of; always the same array.
  const { messageQueue } = connection as unknown as { messageQueue: unknown[] }
  connection.handleMessage = (message) => {
    const edit = messageQueue.length === 0 ? editIn(message, beginning) : null
    const stored = edit && take(edit)
    if (stored) stored.then(acknowledge, close)
    else handleMessage.call(connection, message)
  }
}

/** Of y-protocols' sync messages. */
const UPDATE = 2

/** What a sync message carries that is an update and nothing else; null where it is not one. `beginning` is how they begin. */
function editIn(message: Uint8Array, beginning: Uint8Array): Uint8Array | null {
  const at = beginning.length
  if (message[at] !== UPDATE || Buffer.compare(message.subarray(0, at), beginning) !== 0) return null
  try {
    const rest = new IncomingMessage(message.subarray(at + 1))
    const edit = rest.readVarUint8Array()
    return rest.decoder.pos === rest.decoder.arr.length ? edit : null
  } catch {
    return null
  }
}

/** Whose edit is being shown just now. */
let author: unknown = null

/** Takes the edit into the document and shows it to everybody there but its author, who has it: a packet less. */
export function show<C>(connection: Connection<C>, update: Uint8Array): void {
  author = connection
  try {
    Y.applyUpdate(connection.document, update, { source: 'connection', connection })
  } finally {
    author = null
  }
}

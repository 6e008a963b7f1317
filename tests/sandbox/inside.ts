// A request that is answered inside this process, by the very routes that answer those from outside, without a connection.
import { IncomingMessage, type RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** Header names in lower case. */
export type Inside = { method: string; url: string; headers: Record<string, string>; body: string | undefined }
export type Answer = { status: number; retryAfter: string | null; text: string }

/** Resolves to the answer; to null where the connection broke off instead. */
export function answerInside(routes: RequestListener, { body = '', ...asked }: Inside): Promise<Answer | null> {
  const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() }) as Socket
  const req: IncomingMessage = Object.assign(new IncomingMessage(socket), asked)
  req.headers = { ...asked.headers, 'content-length': String(Buffer.byteLength(body)) }
  req.push(body)
  req.push(null)
  const res = new ServerResponse(req)
  res.assignSocket(socket)
  let text = ''
  const end = res.end.bind(res) as (...args: unknown[]) => ServerResponse
  res.end = ((...args: unknown[]) => {
    if (typeof args[0] === 'string' || Buffer.isBuffer(args[0])) text = String(args[0])
    return end(...args)
  }) as ServerResponse['end']
  return new Promise((resolve) => {
    res.once('finish', () =>
      resolve({ status: res.statusCode, retryAfter: res.getHeader('retry-after')?.toString() ?? null, text }),
    )
    socket.once('close', () => resolve(null))
    routes(req, res)
  })
}

// The tab's build over HTTP: packed for whoever can read it, the same bytes for everybody else.
import { get, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import express from 'express'
import { fileRoutes } from '#bot/routes/files.ts'

let server: Server
beforeAll(() => {
  server = express()
    .use(fileRoutes({ hosts: [], appId: 'app', teamsAppId: 'teams' }))
    .listen(0)
})
afterAll(() => {
  server.close()
})

type Answer = { headers: IncomingMessage['headers']; status: number | undefined; body: Buffer }
const ask = (path: string, encoding: string) =>
  new Promise<Answer>((resolve, reject) => {
    const { port } = server.address() as AddressInfo
    get({ port, path, headers: { 'accept-encoding': encoding } }, async (response) => {
      const body = Buffer.concat(await response.toArray())
      resolve({ headers: response.headers, status: response.statusCode, body })
    }).on('error', reject)
  })

test('a script goes out packed to whoever can read that, and is the very same script', async () => {
  const page = (await ask('/tab/stage', 'identity')).body.toString()
  const [, script = ''] = /src="([^"]+\.js)"/.exec(page) ?? []
  const [plain, packed] = [await ask(script, 'gzip'), await ask(script, 'gzip, br')]
  for (const { headers } of [plain, packed])
    expect(headers).toMatchObject({
      'content-type': expect.stringContaining('text/javascript'),
      'cache-control': expect.stringContaining('immutable'),
      vary: 'Accept-Encoding',
    })
  expect([plain.headers['content-encoding'], packed.headers['content-encoding']]).toEqual([undefined, 'br'])
  expect(brotliDecompressSync(packed.body).equals(plain.body)).toBe(true)
  expect(packed.body.length * 2).toBeLessThan(plain.body.length)
})

test('what is not there is not there, packed or not', async () => {
  for (const path of ['/tab/assets/none.js', '/tab/assets/none.js.br', '/tab/assets/'])
    expect((await ask(path, 'br')).status).toBe(404)
})

// The stand-in for Cosmos DB, driven by the real SDK over real HTTP: every promise that the store's tests build upon.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ChangeFeedStartFrom,
  type Container,
  type ContainerRequest,
  CosmosClient,
  type CosmosClientOptions,
  PartitionKeyKind,
} from '@azure/cosmos'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { COSMOS_KEY } from '#tests/sandbox/cosmos/auth.ts'
import { insertCharge, readCharge, rewriteCharge } from '#tests/sandbox/cosmos/charges.ts'
import { type RunningCosmos, startCosmos } from '#tests/sandbox/cosmos/server.ts'
import { call } from './sandboxRig.ts'

const clients: CosmosClient[] = []
let cosmos: RunningCosmos
let things: Container
let containers = 0

function connect(to: { url: string }, options: Partial<CosmosClientOptions> = { key: COSMOS_KEY }): CosmosClient {
  const connectionPolicy = { enableEndpointDiscovery: false, requestTimeout: 5_000 }
  const client = new CosmosClient({ endpoint: to.url, connectionPolicy, ...options })
  clients.push(client)
  return client
}

async function newContainer(
  request: Partial<ContainerRequest> = {},
  client = connect(cosmos),
  db = 'growth',
): Promise<Container> {
  const { database } = await client.databases.createIfNotExists({ id: db })
  containers += 1
  const made = { id: `things${containers}`, partitionKey: { paths: ['/pk'] }, ...request }
  return (await database.containers.create(made)).container
}

/** The error of a promise that must fail. */
async function failing(promise: Promise<unknown>): Promise<{ code: number; substatus?: number; message: string }> {
  const nothing = Symbol('no error')
  const error = await promise.then(() => nothing).catch((thrown) => thrown)
  if (error === nothing) throw new Error('It should have failed.')
  return error
}

const query = async (text: string, parameters: Record<string, unknown> = {}, pk = 'p', container = things) =>
  (
    await container.items
      .query(
        {
          query: text,
          parameters: Object.entries(parameters).map(([name, value]) => ({ name: `@${name}`, value: value as string })),
        },
        { partitionKey: pk },
      )
      .fetchAll()
  ).resources

beforeAll(async () => {
  cosmos = await startCosmos()
})
afterAll(async () => {
  for (const client of clients) client.dispose()
  await cosmos.close()
})
beforeEach(async () => {
  things = await newContainer()
  cosmos.clearRequests()
})
afterEach(() => {
  cosmos.clearFaults()
  cosmos.setClock(0)
})

describe('databases and containers', () => {
  it('are made, refused a second time, listed, read with their properties and deleted', async () => {
    const client = connect(cosmos)
    const { database } = await client.databases.create({ id: 'other' })
    expect((await failing(client.databases.create({ id: 'other' }))).code).toBe(409)
    const policy = { indexingMode: 'consistent' as const, excludedPaths: [{ path: '/*' }], includedPaths: [] }
    const definition = { id: 'c', partitionKey: { paths: ['/pk'] }, indexingPolicy: policy, defaultTtl: -1 }
    await database.containers.create(definition)
    expect((await failing(database.containers.create(definition))).code).toBe(409)

    const { resource } = await database.container('c').read()
    expect(resource).toMatchObject({ id: 'c', defaultTtl: -1, partitionKey: { paths: ['/pk'] } })
    expect(resource?.indexingPolicy?.excludedPaths).toEqual([{ path: '/*' }])
    expect((await database.containers.readAll().fetchAll()).resources.map(({ id }) => id)).toEqual(['c'])
    expect((await client.databases.readAll().fetchAll()).resources.map(({ id }) => id)).toContain('other')

    await database.container('c').delete()
    await database.delete()
    expect((await failing(database.read())).code).toBe(404)
    expect((await failing(database.container('c').items.create({ id: 'a', pk: 'p' }))).code).toBe(404)
  })

  it('describe the account, and one range or two', async () => {
    const client = connect(cosmos)
    expect((await client.getDatabaseAccount()).resource?.consistencyPolicy).toBe('Session')
    expect(await things.getFeedRanges()).toHaveLength(1)
    const two = await startCosmos({ ranges: 2 })
    expect(await (await newContainer({}, connect(two))).getFeedRanges()).toHaveLength(2)
    await two.close()
  })
})

describe('items', () => {
  it('are created, read, replaced, upserted and deleted, with a new etag at each write', async () => {
    const created = await things.items.create({ id: 'a', pk: 'p', text: 'Grüße 🌱' })
    expect(created).toMatchObject({ statusCode: 201, resource: { text: 'Grüße 🌱', _ts: expect.any(Number) } })
    expect(created.resource).toMatchObject({ _rid: expect.any(String), _self: expect.any(String) })
    const replaced = await things.item('a', 'p').replace({ id: 'a', pk: 'p', text: 'two' })
    const upserted = await things.items.upsert({ id: 'a', pk: 'p', text: 'three' })
    const etags = [created.etag, replaced.etag, upserted.etag]
    expect(new Set(etags).size).toBe(3)
    for (const etag of etags) expect(etag).toMatch(/^"[0-9a-f-]{36}"$/)
    expect(upserted.statusCode).toBe(200)
    expect((await things.item('a', 'p').read()).resource).toMatchObject({ text: 'three', _etag: upserted.etag })
    expect((await things.item('a', 'p').delete()).statusCode).toBe(204)
    expect((await things.item('a', 'p').read()).statusCode).toBe(404)
    expect((await failing(things.item('a', 'p').delete())).code).toBe(404)
    expect((await failing(things.item('a', 'p').replace({ id: 'a', pk: 'p' }))).code).toBe(404)
    expect((await things.items.upsert({ id: 'b', pk: 'p' })).statusCode).toBe(201)
  })

  it('refuse an id that is there, and an etag that is another', async () => {
    const { etag } = await things.items.create({ id: 'a', pk: 'p', n: 1 })
    expect((await failing(things.items.create({ id: 'a', pk: 'p' }))).code).toBe(409)
    const stale = { accessCondition: { type: 'IfMatch', condition: '"another"' } }
    expect((await failing(things.item('a', 'p').replace({ id: 'a', pk: 'p' }, stale))).code).toBe(412)
    expect((await failing(things.items.upsert({ id: 'a', pk: 'p' }, stale))).code).toBe(412)
    expect((await failing(things.item('a', 'p').delete(stale))).code).toBe(412)
    const fresh = { accessCondition: { type: 'IfMatch', condition: etag } }
    expect((await things.item('a', 'p').replace({ id: 'a', pk: 'p', n: 2 }, fresh)).resource).toMatchObject({ n: 2 })
  })

  it('are two documents when one id lies in two partitions', async () => {
    await things.items.create({ id: 'a', pk: 'p', n: 1 })
    await things.items.create({ id: 'a', pk: 'q', n: 2 })
    expect((await things.item('a', 'p').read()).resource).toMatchObject({ n: 1 })
    expect((await things.item('a', 'q').read()).resource).toMatchObject({ n: 2 })
    expect((await things.item('a', 'r').read()).statusCode).toBe(404)
  })

  it('need the partition key of their own document in the header', async () => {
    await things.items.create({ id: 'a', pk: 'p' })
    const wrong = await failing(things.item('a', 'p').replace({ id: 'a', pk: 'q' }))
    expect(wrong).toMatchObject({ code: 400, substatus: 1001, message: expect.stringContaining("doesn't match") })
    const without = await fetch(`${cosmos.url}/dbs/growth/colls/${things.id}/docs/a`, { headers: await signed('a') })
    expect(without.status).toBe(400)
    expect(await without.json()).toMatchObject({ message: expect.stringContaining('PartitionKey value must be') })
  })

  it('live under hierarchical partition keys', async () => {
    const paths = ['/tenant', '/person']
    const many = await newContainer({ partitionKey: { paths, kind: PartitionKeyKind.MultiHash, version: 2 } })
    await many.items.create({ id: 'a', tenant: 't', person: 'x', n: 1 })
    await many.items.create({ id: 'a', tenant: 't', person: 'y', n: 2 })
    expect((await many.item('a', ['t', 'y']).read()).resource).toMatchObject({ n: 2 })
    const inOne = many.items.query('SELECT VALUE c.n FROM c', { partitionKey: ['t', 'x'] })
    expect((await inOne.fetchAll()).resources).toEqual([1])
    expect((await failing(many.items.query('SELECT * FROM c', { partitionKey: ['t'] }).fetchAll())).code).toBe(400)
  })

  it('have ids of at most 1023 bytes without slash, backslash, question mark and hash', async () => {
    await things.items.create({ id: 'x'.repeat(1023), pk: 'p' })
    expect((await failing(things.items.create({ id: 'ü'.repeat(512), pk: 'p' }))).code).toBe(400)
    expect((await failing(things.items.create({ id: 'a?b', pk: 'p' }))).code).toBe(400)
    // The SDK stops the other three by itself, so a batch carries them past it.
    for (const id of ['a/b', 'a\\b', 'a#b']) {
      const batch = await things.items.batch([{ operationType: 'Create', resourceBody: { id, pk: 'p' } }], 'p')
      expect(batch.result?.[0]?.statusCode ?? batch.code).toBe(400)
    }
    for (const id of ['a b', 'ä:1|2', "it's 100 %", 'a+b&c=d']) {
      await things.items.create({ id, pk: 'p' })
      expect((await things.item(id, 'p').read()).resource?.id).toBe(id)
    }
  })

  it('above 2 MB are refused with 413', async () => {
    expect((await failing(things.items.create({ id: 'a', pk: 'p', text: 'x'.repeat(2 * 1024 * 1024) }))).code).toBe(413)
    await things.items.create({ id: 'b', pk: 'p', text: 'x'.repeat(2 * 1024 * 1024 - 100) })
  })

  it('are patched with add, set, replace, remove and incr, and a condition', async () => {
    await things.items.create({ id: 'a', pk: 'p', n: 1, list: ['x'], old: true, deep: { a: 1 } })
    const { resource } = await things.item('a', 'p').patch([
      { op: 'add', path: '/list/0', value: 'w' },
      { op: 'add', path: '/list/-', value: 'y' },
      { op: 'set', path: '/fresh', value: { b: 1 } },
      { op: 'replace', path: '/deep/a', value: 2 },
      { op: 'remove', path: '/old' },
      { op: 'incr', path: '/n', value: 4 },
    ])
    expect(resource).toMatchObject({ n: 5, list: ['w', 'x', 'y'], fresh: { b: 1 }, deep: { a: 2 } })
    expect(resource).not.toHaveProperty('old')
    const operations = [{ op: 'incr' as const, path: '/n', value: 1 }]
    expect((await things.item('a', 'p').patch({ condition: 'FROM c WHERE c.n = 5', operations })).statusCode).toBe(200)
    const again = things.item('a', 'p').patch({ condition: 'FROM c WHERE c.n = 5', operations })
    expect((await failing(again)).code).toBe(412)
    expect((await failing(things.item('a', 'p').patch([{ op: 'remove', path: '/none' }]))).code).toBe(400)
    expect((await failing(things.item('a', 'p').patch([{ op: 'set', path: '/pk', value: 'q' }]))).code).toBe(400)
  })

  it('end with their time to live: by their own, by the container, or never', async () => {
    const short = await newContainer({ defaultTtl: 60 })
    await short.items.create({ id: 'default', pk: 'p' })
    await short.items.create({ id: 'own', pk: 'p', ttl: 600 })
    await short.items.create({ id: 'never', pk: 'p', ttl: -1 })
    await things.items.create({ id: 'unmoved', pk: 'p', ttl: 1 })
    cosmos.setClock(120_000)
    const idsLeft = () => query('SELECT VALUE c.id FROM c', {}, 'p', short)
    expect(await idsLeft()).toEqual(['own', 'never'])
    expect((await short.item('default', 'p').read()).statusCode).toBe(404)
    expect((await short.items.create({ id: 'default', pk: 'p', ttl: 1 })).statusCode).toBe(201)
    cosmos.setClock(660_000)
    expect(await idsLeft()).toEqual(['never'])
    // A container without a default lets nothing end.
    expect((await things.item('unmoved', 'p').read()).statusCode).toBe(200)
    expect((await short.items.create({ id: 'sweeps', pk: 'p' })).statusCode).toBe(201)
    expect(cosmos.dump().items.some((text) => text.includes('"own"'))).toBe(false)
  })
})

describe('the door', () => {
  it('refuses a wrong key and a missing one', async () => {
    const wrong = connect(cosmos, { key: Buffer.from('wrong').toString('base64') })
    expect(await failing(wrong.database('growth').read())).toMatchObject({
      code: 401,
      message: expect.stringContaining('The wrong key is being used'),
    })
    expect((await fetch(`${cosmos.url}/dbs`)).status).toBe(401)
  })

  it('refuses a clock that is more than 15 minutes off, and shows its own', async () => {
    cosmos.setClock(14 * 60_000)
    expect((await things.read()).statusCode).toBe(200)
    cosmos.setClock(-16 * 60_000)
    const error = await failing(things.read())
    expect(error).toMatchObject({ code: 403, message: expect.stringContaining('not valid at the current time') })
    const { headers } = await fetch(cosmos.url)
    expect(Date.parse(headers.get('date') ?? '')).toBeLessThan(Date.now() - 15 * 60_000)
  })

  it('lets registered Entra tokens in, refuses others, and those without rights with 5302', async () => {
    const byToken = (token: string) =>
      connect(cosmos, { tokenProvider: async () => `type=aad&ver=1.0&sig=${token}` }).database('growth')
    cosmos.addToken('good.token', true)
    cosmos.addToken('weak.token', false)
    await byToken('good.token').container(things.id).items.create({ id: 'a', pk: 'p' })
    expect((await failing(byToken('unknown').read())).code).toBe(401)
    const weak = await failing(byToken('weak.token').container(things.id).items.create({ id: 'b', pk: 'p' }))
    expect(weak).toMatchObject({ code: 403, substatus: 5302, message: expect.stringContaining('RBAC permissions') })
    // The data plane never makes containers for a token, whatever its rights.
    const made = await failing(byToken('good.token').containers.create({ id: 'x', partitionKey: { paths: ['/pk'] } }))
    expect(made).toMatchObject({ code: 403, substatus: 5300 })
  })
})

describe('a transactional batch', () => {
  it('does all of its operations', async () => {
    const { etag } = await things.items.create({ id: 'a', pk: 'p', n: 1 })
    await things.items.create({ id: 'b', pk: 'p' })
    const { code, result } = await things.items.batch(
      [
        { operationType: 'Replace', id: 'a', ifMatch: etag, resourceBody: { id: 'a', pk: 'p', n: 2 } },
        { operationType: 'Create', resourceBody: { id: 'c', pk: 'p' } },
        { operationType: 'Upsert', resourceBody: { id: 'd', pk: 'p' } },
        { operationType: 'Patch', id: 'a', resourceBody: { operations: [{ op: 'incr', path: '/n', value: 1 }] } },
        { operationType: 'Read', id: 'a' },
        { operationType: 'Delete', id: 'b' },
      ],
      'p',
    )
    expect([code, ...(result ?? []).map(({ statusCode }) => statusCode)]).toEqual([200, 200, 201, 201, 200, 200, 204])
    expect(result?.[4]).toMatchObject({ resourceBody: { n: 3 }, eTag: expect.any(String) })
    expect(await query('SELECT VALUE c.id FROM c')).toEqual(['a', 'c', 'd'])
  })

  it('does none of them when one fails, and says which', async () => {
    await things.items.create({ id: 'a', pk: 'p', n: 1 })
    const { code, result } = await things.items.batch(
      [
        { operationType: 'Create', resourceBody: { id: 'c', pk: 'p' } },
        { operationType: 'Replace', id: 'a', ifMatch: '"stale"', resourceBody: { id: 'a', pk: 'p', n: 2 } },
        { operationType: 'Create', resourceBody: { id: 'd', pk: 'p' } },
      ],
      'p',
    )
    expect([code, ...(result ?? []).map(({ statusCode }) => statusCode)]).toEqual([207, 424, 412, 424])
    expect(await query('SELECT VALUE c.id FROM c')).toEqual(['a'])
  })

  it('has at most 100 operations and 2 MB, all of one partition', async () => {
    const creates = (count: number, text = '') =>
      Array.from({ length: count }, (_, n) => ({
        operationType: 'Create' as const,
        resourceBody: { id: `${text.length}-${n}`, pk: 'p', text },
      }))
    expect((await things.items.batch(creates(100), 'p')).code).toBe(200)
    const tooMany = await call('POST', `${cosmos.url}/dbs/growth/colls/${things.id}/docs`, creates(101), {
      ...(await signed(null)),
      'x-ms-cosmos-is-batch-request': 'true',
      'x-ms-cosmos-batch-atomic': 'true',
      'x-ms-documentdb-partitionkey': '["p"]',
    })
    expect(tooMany.status).toBe(400)
    const tooLarge = await failing(things.items.batch(creates(3, 'x'.repeat(800_000)), 'p'))
    expect(tooLarge.message).toContain('too large')
    const { result } = await things.items.batch([{ operationType: 'Create', resourceBody: { id: 'z', pk: 'q' } }], 'p')
    expect(result?.[0]?.statusCode).toBe(400)
  })
})

describe('queries', () => {
  const due = (n: number) => `2026-01-0${n}`
  beforeEach(async () => {
    for (const n of [3, 1, 2, 5, 4]) {
      await things.items.create({ id: `i${n}`, pk: 'p', kind: n % 2 ? 'odd' : 'even', due: due(n), n, at: { deep: n } })
    }
    await things.items.create({ id: 'plain', pk: 'p', n: null, due: 7 })
    await things.items.create({ id: 'elsewhere', pk: 'q', kind: 'odd', due: due(1), n: 1 })
  })

  it.each<[string, unknown[]]>([
    ["SELECT VALUE c.id FROM c WHERE c.kind = 'odd' ORDER BY c.due", ['i1', 'i3', 'i5']],
    ['SELECT TOP 2 VALUE c.id FROM c WHERE c.due <= @d ORDER BY c.due DESC', ['i3', 'i2']],
    ['SELECT VALUE c.id FROM c WHERE c.due > @n', ['plain']],
    ['SELECT VALUE c.id FROM c WHERE c.due >= 7 ORDER BY c.due', ['plain']],
    ["SELECT VALUE c.id FROM c WHERE c.kind = 'even' AND c.due < @d ORDER BY c.due", ['i2']],
    ['SELECT VALUE c.id FROM c WHERE c.n >= 2 AND NOT (c.n = 3) ORDER BY c.n', ['i2', 'i4', 'i5']],
    ['SELECT VALUE c.n FROM c WHERE c.n IN (1, @n) OR c.at.deep = 5 ORDER BY c.n', [1, 5]],
    ["SELECT VALUE c.id FROM c WHERE c.id IN ('i1', 'i5', 'none')", ['i1', 'i5']],
    ["SELECT VALUE c.id FROM c WHERE STARTSWITH(c.id, 'i') AND c.n != 3 AND c.n < 3 ORDER BY c.id", ['i1', 'i2']],
    ['SELECT VALUE c.id FROM c WHERE IS_NULL(c.n) OR NOT IS_DEFINED(c.due)', ['plain']],
    ['SELECT VALUE c.id FROM c WHERE NOT IS_DEFINED(c.kind)', ['plain']],
    ['SELECT c.id, c.at.deep AS d, c["kind"] FROM c WHERE c.n = 1', [{ id: 'i1', d: 1, kind: 'odd' }]],
    ['SELECT VALUE {a: c.id, b: [c.n, c.none]} FROM root c WHERE c.n = 1', [{ a: 'i1', b: [1] }]],
    ['SELECT VALUE c.at FROM c WHERE c.n <= 2 ORDER BY c.n', [{ deep: 1 }, { deep: 2 }]],
    ['SELECT VALUE COUNT(1) FROM c', [6]],
    ["SELECT VALUE COUNT(1) FROM c WHERE c.kind = 'odd'", [3]],
    ['SELECT VALUE COUNT(1) FROM c WHERE c.n > 2', [3]],
    ['SELECT VALUE MAX(c.due) FROM c', [due(5)]],
    ['SELECT VALUE MIN(c.n) FROM c WHERE IS_DEFINED(c.kind)', [1]],
    ["SELECT VALUE MAX(c.n) FROM c WHERE c.kind = 'none'", []],
  ])('answer %s', async (text, expected) => {
    expect(await query(text, { d: due(3), n: 0 })).toEqual(expected)
  })

  it('give the whole stored item for SELECT *', async () => {
    const [item] = await query("SELECT * FROM c WHERE c.id = 'i1'")
    expect(item).toEqual((await things.item('i1', 'p').read()).resource)
  })

  it.each([
    'SELECT DISTINCT VALUE c.kind FROM c',
    'SELECT c.kind, COUNT(1) AS n FROM c GROUP BY c.kind',
    'SELECT COUNT(1) AS n FROM c',
    'SELECT VALUE SUM(c.n) FROM c',
    'SELECT VALUE c.n + 1 FROM c',
    'SELECT * FROM c ORDER BY c.n OFFSET 1 LIMIT 1',
    'SELECT VALUE t FROM c JOIN t IN c.tags',
    "SELECT * FROM c WHERE CONTAINS(c.id, 'i')",
    "SELECT * FROM c WHERE c.id LIKE 'i%'",
    "SELECT * FROM c WHERE c.n != 'text'",
    'SELECT * FROM c WHERE NOT c.n = 1',
    'SELECT * FROM c WHERE d.n = 1',
    'SELECT * FROM c WHERE c.n = @missing',
    'SELECT * FROM c WHERE c.n = udf.f(1)',
  ])('refuse %s with 400 and a reason', async (text) => {
    const error = await failing(query(text))
    expect(error).toMatchObject({ code: 400, message: expect.stringMatching(/stand-in|resolved|parameter/) })
  })

  it('refuse an order by two fields without its composite index, and by a field that is not indexed', async () => {
    const text = 'SELECT VALUE c.id FROM c ORDER BY c.kind ASC, c.n DESC'
    expect(await failing(query(text))).toMatchObject({ code: 400, message: expect.stringContaining('composite index') })
    const compositeIndexes = [
      [
        { path: '/kind', order: 'ascending' as const },
        { path: '/n', order: 'descending' as const },
      ],
    ]
    const excludedPaths = [{ path: '/text/?' }]
    const ready = await newContainer({
      indexingPolicy: { includedPaths: [{ path: '/*' }], excludedPaths, compositeIndexes },
    })
    for (const [id, kind, n] of [
      ['a', 'y', 1],
      ['b', 'x', 1],
      ['c', 'x', 2],
    ] as const) {
      await ready.items.create({ id, pk: 'p', kind, n })
    }
    expect(await query(text, {}, 'p', ready)).toEqual(['c', 'b', 'a'])
    expect((await failing(query('SELECT * FROM c ORDER BY c.text', {}, 'p', ready))).code).toBe(400)
  })

  it('leave items without the sorting field out, unless the policy names that field', async () => {
    expect(await query('SELECT VALUE c.id FROM c ORDER BY c.at.deep DESC')).toEqual(['i5', 'i4', 'i3', 'i2', 'i1'])
    const named = await newContainer({ indexingPolicy: { includedPaths: [{ path: '/*' }, { path: '/n/?' }] } })
    await named.items.create({ id: 'a', pk: 'p', n: 1 })
    await named.items.create({ id: 'b', pk: 'p' })
    expect(await query('SELECT VALUE c.id FROM c ORDER BY c.n', {}, 'p', named)).toEqual(['b', 'a'])
  })

  it('come in pages that go on where the last one ended, also under TOP and in sorted order', async () => {
    const texts = [
      'SELECT TOP 4 VALUE c.id FROM c WHERE c.due <= @d ORDER BY c.due',
      'SELECT VALUE c.id FROM c ORDER BY c.at.deep',
      'SELECT VALUE c.id FROM c',
    ]
    const expected = [
      ['i1', 'i2', 'i3', 'i4'],
      ['i1', 'i2', 'i3', 'i4', 'i5'],
      ['i3', 'i1', 'i2', 'i5', 'i4', 'plain'],
    ]
    for (const [at, text] of texts.entries()) {
      const spec = { query: text, parameters: [{ name: '@d', value: '2027' }] }
      const seen: string[][] = []
      let continuationToken: string | undefined
      do {
        const options = { partitionKey: 'p', maxItemCount: 2, ...(continuationToken ? { continuationToken } : {}) }
        const page = await things.items.query<string>(spec, options).fetchNext()
        seen.push(page.resources)
        continuationToken = page.continuationToken
      } while (continuationToken)
      expect(seen.flat()).toEqual(expected[at])
      expect(seen.every((page) => page.length <= 2)).toBe(true)
    }
  })

  it('end a page at about 4 MB', async () => {
    const text = 'x'.repeat(1_500_000)
    const documents = [1, 2, 3, 4].map((n) => ({ id: `big${n}`, pk: 'big', text }))
    cosmos.seed({ database: 'growth', container: things.id, documents })
    const page = await things.items.query('SELECT * FROM c', { partitionKey: 'big' }).fetchNext()
    expect(page.resources).toHaveLength(3)
    expect(page.hasMoreResults).toBe(true)
  })

  it('refuse to cross partitions and count it, unless the request allows itself to', async () => {
    cosmos.clearCrossPartition()
    const error = await failing(things.items.query('SELECT * FROM c').fetchAll())
    expect(error).toMatchObject({ code: 400, message: expect.stringContaining('cross-partition') })
    expect(cosmos.crossPartition()).toBe(1)
    await query('SELECT * FROM c')
    expect(cosmos.crossPartition()).toBe(1)
    const initialHeaders = { 'x-growth-cross-partition': 'allowed' }
    const all = things.items.query('SELECT VALUE c.id FROM c WHERE c.n = 1 ORDER BY c.id', { initialHeaders })
    expect((await all.fetchAll()).resources).toEqual(['elsewhere', 'i1'])
    expect(cosmos.crossPartition()).toBe(1)
  })
})

describe('the change feed', () => {
  const drain = async (container: Container, options: object = {}) => {
    const feed = container.items.getChangeFeedIterator<{ id: string; n?: number }>({
      changeFeedStartFrom: ChangeFeedStartFrom.Beginning(),
      maxItemCount: 3,
      ...options,
    })
    const found: { id: string; n?: number }[] = []
    for (;;) {
      const page = await feed.readNext()
      if (page.statusCode === 304) return { found, continuationToken: page.continuationToken }
      found.push(...page.result)
    }
  }

  it.each([1, 2] as const)(
    'gives every item once, of all partitions, over %i range(s), and then what is new',
    async (ranges) => {
      const own = await startCosmos({ ranges })
      const container = await newContainer({}, connect(own))
      const ids = Array.from({ length: 10 }, (_, n) => `i${n}`)
      for (const [n, id] of ids.entries()) await container.items.create({ id, pk: `p${n % 7}`, n })
      await container.items.upsert({ id: 'i0', pk: 'p0', n: 100 })
      await container.item('i1', 'p1').delete()
      const { found, continuationToken } = await drain(container)
      expect(found.map(({ id }) => id).sort()).toEqual(ids.filter((id) => id !== 'i1'))
      expect(found.find(({ id }) => id === 'i0')?.n).toBe(100)
      await container.items.upsert({ id: 'i5', pk: 'p5', n: 500 })
      const changeFeedStartFrom = ChangeFeedStartFrom.Continuation(continuationToken)
      expect((await drain(container, { changeFeedStartFrom })).found).toMatchObject([{ id: 'i5', n: 500 }])
      expect(own.crossPartition()).toBe(0)
      await own.close()
    },
  )

  it('gives the items of one partition, and from now only what comes', async () => {
    await things.items.create({ id: 'a', pk: 'p' })
    await things.items.create({ id: 'b', pk: 'q' })
    const ofOne = { changeFeedStartFrom: ChangeFeedStartFrom.Beginning('p') }
    expect((await drain(things, ofOne)).found).toMatchObject([{ id: 'a' }])
    const { continuationToken } = await drain(things, { changeFeedStartFrom: ChangeFeedStartFrom.Now() })
    await things.items.create({ id: 'c', pk: 'q' })
    const later = { changeFeedStartFrom: ChangeFeedStartFrom.Continuation(continuationToken) }
    expect((await drain(things, later)).found).toMatchObject([{ id: 'c' }])
  })
})

describe('request charges', () => {
  it('follow the published figures', () => {
    expect(readCharge(1024)).toBe(1)
    expect(readCharge(100 * 1024)).toBeCloseTo(10, 0)
    expect(insertCharge(1024, 0)).toBe(5.3)
    expect(insertCharge(100 * 1024, 0)).toBeCloseTo(50, 0)
    expect(rewriteCharge(1024, 0)).toBe(10.6)
  })

  it('are on every answer, and respect the indexing policy', async () => {
    const text = { a: 1, b: 2, c: [3, 4], d: { e: 5 } }
    const bare = await newContainer({ indexingPolicy: { includedPaths: [], excludedPaths: [{ path: '/*' }] } })
    const some = await newContainer({
      indexingPolicy: { includedPaths: [{ path: '/a/?' }, { path: '/d/*' }], excludedPaths: [{ path: '/*' }] },
    })
    const charge = async (container: Container) =>
      (await container.items.create({ id: 'a', pk: 'p', ...text })).requestCharge
    expect([await charge(bare), await charge(some), await charge(things)]).toEqual([5.3, 5.7, 6.3])

    expect((await things.item('a', 'p').read()).requestCharge).toBe(1)
    expect((await things.item('none', 'p').read()).requestCharge).toBe(1)
    expect((await things.items.upsert({ id: 'a', pk: 'p', ...text })).requestCharge).toBe(12.6)
    const clash = await things.items.create({ id: 'a', pk: 'p' }).catch((error) => error)
    expect(clash.headers['x-ms-request-charge']).toBe('1.3')
    const batch = await things.items.batch(
      [
        { operationType: 'Create', resourceBody: { id: 'b', pk: 'p' } },
        { operationType: 'Read', id: 'a' },
      ],
      'p',
    )
    expect(Number(batch.headers?.['x-ms-request-charge'])).toBeCloseTo(6.3)
    expect((await things.item('a', 'p').delete()).requestCharge).toBe(6.3)
  })

  it('of a query grow with what is returned, and with what must be scanned', async () => {
    const excludedPaths = [{ path: '/note/?' }]
    const own = await newContainer({ indexingPolicy: { includedPaths: [{ path: '/*' }], excludedPaths } })
    for (let n = 0; n < 20; n += 1) await own.items.create({ id: `i${n}`, pk: 'p', note: n, n })
    const chargeOf = async (text: string) =>
      (await own.items.query(text, { partitionKey: 'p' }).fetchNext()).requestCharge
    const [indexed, scanned] = [
      await chargeOf('SELECT * FROM c WHERE c.n = 1'),
      await chargeOf('SELECT * FROM c WHERE c.note = 1'),
    ]
    expect(indexed).toBeLessThan(2.5)
    expect(scanned - indexed).toBeCloseTo(2)
    expect(await chargeOf('SELECT * FROM c')).toBeGreaterThan(indexed + 0.9)
  })
})

describe('the control surface', () => {
  const control = (method: string, name: string, body?: unknown) => call(method, `${cosmos.url}/_control/${name}`, body)

  it('orders throttling that the SDK waits out', async () => {
    await control('POST', 'faults', { status: 429, retryAfterMs: 20, count: 2 })
    const start = performance.now()
    await things.items.create({ id: 'a', pk: 'p' })
    expect(performance.now() - start).toBeGreaterThanOrEqual(38)
    expect(cosmos.requests().map(({ status }) => status)).toEqual([429, 429, 201])
  })

  it('orders an error for one operation, one method or one kind, after some that pass', async () => {
    cosmos.addFault({ status: 503, substatus: 20_006, count: 1, skip: 1, match: { operation: 'create', kind: 'task' } })
    await things.items.create({ id: 'a', pk: 'p', kind: 'other' })
    await things.items.create({ id: 'b', pk: 'p', kind: 'task' })
    const error = await failing(things.items.create({ id: 'c', pk: 'p', kind: 'task' }))
    expect(error).toMatchObject({ code: 503, substatus: 20_006 })
    await things.items.create({ id: 'c', pk: 'p', kind: 'task' })
    cosmos.addFault({ status: 449, count: 1, match: { method: 'GET', kind: 'task' } })
    expect((await things.item('a', 'p').read()).statusCode).toBe(200)
    expect((await failing(things.item('b', 'p').read())).code).toBe(449)
    cosmos.addFault({ status: 500, count: 1, match: { operation: 'batch', kind: 'task' } })
    const batch = (id: string) => things.items.batch([{ operationType: 'Delete', id }], 'p')
    expect((await batch('a')).code).toBe(200)
    expect((await failing(batch('c'))).message).toContain('Batch request error')
    cosmos.addFault({ status: 408, count: 1, match: { operation: 'query', kind: 'task' } })
    expect((await failing(query("SELECT * FROM c WHERE c.kind = 'task'"))).code).toBe(408)
  })

  it('drops connections before and after the work, delays, and hangs', async () => {
    cosmos.addFault({ count: 1, mode: 'dropBefore' })
    expect(String((await failing(things.items.create({ id: 'a', pk: 'p' }))).code)).toMatch(/ECONNRESET|SEND_ERROR/)
    expect((await things.item('a', 'p').read()).statusCode).toBe(404)
    cosmos.addFault({ count: 1, mode: 'dropAfter' })
    await failing(things.items.create({ id: 'a', pk: 'p' }))
    expect((await things.item('a', 'p').read()).statusCode).toBe(200)
    cosmos.addFault({ count: 1, delayMs: 60 })
    const start = performance.now()
    await things.item('a', 'p').read()
    expect(performance.now() - start).toBeGreaterThanOrEqual(58)
    cosmos.addFault({ count: 1, mode: 'hang' })
    const abortSignal = AbortSignal.timeout(50)
    expect(await failing(things.item('a', 'p').read({ abortSignal }))).toMatchObject({ name: 'AbortError' })
  })

  it('forgets faults, and refuses an order that it does not understand', async () => {
    await control('POST', 'faults', { status: 500, count: 5 })
    await control('DELETE', 'faults')
    await things.items.create({ id: 'a', pk: 'p' })
    expect((await control('POST', 'faults', { status: 500, count: 1, moed: 'hang' })).status).toBe(400)
    expect((await control('GET', 'nothing')).status).toBe(404)
  })

  it('keeps a log of operation, partition, id, status and charge', async () => {
    await things.items.create({ id: 'a', pk: 'p', kind: 'task' })
    await things.item('a', 'p').read()
    const { body } = await control('GET', 'requests')
    expect(body).toMatchObject([
      { operation: 'create', partition: 'p', id: 'a', kind: 'task', status: 201, charge: 5.5 },
      { operation: 'read', partition: 'p', id: 'a', kind: 'task', status: 200, charge: 1 },
    ])
    await control('DELETE', 'requests')
    expect((await control('GET', 'requests')).body).toEqual([])
  })

  it('dumps every item and every stored byte, in which deleted text is not to be found', async () => {
    await things.items.create({ id: 'a', pk: 'p', text: 'Vertraulich: Überraschung' })
    const { body } = await call<{ items: string[]; bytes: string }>('GET', `${cosmos.url}/_control/dump`)
    expect(body.items.some((text) => text.includes('Überraschung'))).toBe(true)
    expect(Buffer.from(body.bytes, 'base64').includes('Überraschung')).toBe(true)
    await things.item('a', 'p').delete()
    expect(cosmos.holds('Überraschung')).toBe(false)
  })

  it('sets the clock, registers tokens and counts refused queries', async () => {
    await control('POST', 'clock', { offsetMs: 3_600_000 })
    expect((await failing(things.read())).code).toBe(403)
    await control('POST', 'clock', { offsetMs: 0 })
    await control('POST', 'tokens', { token: 'by.control', rights: true })
    const tokenProvider = async () => 'type=aad&ver=1.0&sig=by.control'
    expect((await connect(cosmos, { tokenProvider }).database('growth').read()).statusCode).toBe(200)
    await control('DELETE', 'crossPartition')
    await failing(things.items.query('SELECT * FROM c').fetchAll())
    expect((await control('GET', 'crossPartition')).body).toEqual({ count: 1 })
  })
})

describe('a stand-in with a file, as a process of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cosmos-'))
  const file = join(folder, 'cosmos.sqlite')
  afterAll(() => rmSync(folder, { recursive: true }))

  const start = (env: Record<string, string> = {}) =>
    fork('tests/sandbox/cosmos/index.ts', {
      execPath: process.execPath,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { PATH: process.env.PATH, COSMOS_PORT: '0', COSMOS_FILE: file, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
  const ready = async (child: ReturnType<typeof start>): Promise<{ event: string; url: string }> => {
    const [line] = child.stdout ? await once(child.stdout, 'data') : []
    return JSON.parse(String(line))
  }

  it('says where it listens, ends on SIGTERM and on disconnect, and finds everything again', async () => {
    const first = start()
    const { event, url } = await ready(first)
    expect(event).toBe('cosmos.ready')
    const container = await newContainer({ defaultTtl: -1 }, connect({ url }))
    const { etag } = await container.items.create({ id: 'a', pk: 'p', n: 1 })
    const feed = await container.items
      .getChangeFeedIterator({ changeFeedStartFrom: ChangeFeedStartFrom.Now() })
      .readNext()
    first.kill('SIGTERM')
    expect(await once(first, 'exit')).toEqual([0, null])

    const second = start()
    const again = connect(await ready(second))
      .database('growth')
      .container(container.id)
    expect((await again.item('a', 'p').read()).resource).toMatchObject({ n: 1, _etag: etag })
    expect((await again.read()).resource?.defaultTtl).toBe(-1)
    await again.items.create({ id: 'b', pk: 'p' })
    const changeFeedStartFrom = ChangeFeedStartFrom.Continuation(feed.continuationToken)
    const { result } = await again.items.getChangeFeedIterator<{ id: string }>({ changeFeedStartFrom }).readNext()
    expect(result.map(({ id }) => id)).toEqual(['b'])
    second.disconnect()
    expect(await once(second, 'exit')).toEqual([0, null])
  })

  it.each<Record<string, string>>([{ NODE_ENV: 'production' }, { WEBSITE_SITE_NAME: 'app' }])(
    'does not start under %j',
    async (env) => {
      const child = start(env)
      expect(await once(child, 'exit')).toEqual([1, null])
    },
  )
})

/** Headers of a signed GET of an item, or of a POST into the feed, without the SDK. */
async function signed(id: string | null): Promise<Record<string, string>> {
  const { createHmac } = await import('node:crypto')
  const date = new Date().toUTCString()
  const link = `dbs/growth/colls/${things.id}`
  const [verb, resource] = id === null ? ['post', link] : ['get', `${link}/docs/${id}`]
  const payload = `${verb}\ndocs\n${resource}\n${date.toLowerCase()}\n\n`
  const signature = createHmac('sha256', Buffer.from(COSMOS_KEY, 'base64')).update(payload).digest('base64')
  const authorization = encodeURIComponent(`type=master&ver=1.0&sig=${signature}`)
  return { authorization, 'x-ms-date': date, 'x-ms-version': '2020-07-15' }
}

// Does what a request asks for: one function from a request that has been let in to the service's answer.

import { listRanges, readAccount } from './account.ts'
import { runBatch } from './batch.ts'
import { SMALL_READ_CHARGE } from './charges.ts'
import {
  containerOf,
  createContainer,
  createDatabase,
  deleteContainer,
  deleteDatabase,
  listContainers,
  listDatabases,
  readContainer,
  readDatabase,
  replaceContainer,
} from './containers.ts'
import { badRequest, notModelled } from './failure.ts'
import { readFeed } from './feed.ts'
import { createItem, deleteItem, demandSize, type Place, readItem, replaceItem, upsertItem } from './items.ts'
import { partitionFrom } from './partition.ts'
import { patchItem } from './patch.ts'
import { runQuery } from './query.ts'
import { planQuery, type QuerySpec, readSpec } from './queryPlan.ts'
import { type Incoming, isTrue, jsonBody, objectBody } from './requests.ts'
import { type Cosmos, sweepNowAndThen } from './state.ts'
import type { Container, Operation, Reply } from './types.ts'

const DEFAULT_PAGE = 100
const KEY_HEADER = 'x-ms-documentdb-partitionkey'

export function answer(cosmos: Cosmos, operation: Operation, request: Incoming, url: string): Reply {
  const { segments, method } = request
  const [root, db = '', feed, id = '', leaf] = segments
  if (root === undefined) return readAccount(url)
  if (root !== 'dbs' || (feed !== undefined && feed !== 'colls')) throw notModelled(`/${segments.join('/')}`)
  if (operation === 'database') return answerDatabase(cosmos, request, db)
  if (operation === 'container') return answerContainer(cosmos, request, db, id)
  const container = containerOf(cosmos, db, id)
  if (operation === 'ranges') return listRanges(cosmos, container)
  if (leaf !== 'docs') throw notModelled(`${method} /${segments.join('/')}`)
  sweepNowAndThen(cosmos)
  if (segments.length === 6) return answerItem(cosmos, container, operation, request)
  return answerItems(cosmos, container, operation, request)
}

function answerDatabase(cosmos: Cosmos, request: Incoming, db: string): Reply {
  const { method, segments, headers } = request
  const isFeed = segments.length === 1
  if (headers['x-ms-documentdb-isquery'] !== undefined) throw notModelled('queries over databases')
  if (method === 'GET') return isFeed ? listDatabases(cosmos) : readDatabase(cosmos, db)
  if (method === 'POST' && isFeed) return createDatabase(cosmos, objectBody(request))
  if (method === 'DELETE' && !isFeed) return deleteDatabase(cosmos, db)
  throw notModelled(`${method} /${segments.join('/')}`)
}

function answerContainer(cosmos: Cosmos, request: Incoming, db: string, id: string): Reply {
  const { method, segments, headers } = request
  const isFeed = segments.length === 3
  if (headers['x-ms-documentdb-isquery'] !== undefined) throw notModelled('queries over containers')
  if (method === 'GET') return isFeed ? listContainers(cosmos, db) : readContainer(cosmos, db, id)
  if (method === 'POST' && isFeed) return createContainer(cosmos, db, objectBody(request))
  if (method === 'PUT' && !isFeed) return replaceContainer(cosmos, db, id, objectBody(request))
  if (method === 'DELETE' && !isFeed) return deleteContainer(cosmos, db, id)
  throw notModelled(`${method} /${segments.join('/')}`)
}

function answerItem(cosmos: Cosmos, container: Container, operation: Operation, request: Incoming): Reply {
  const { headers, text, segments } = request
  const id = segments[5] ?? ''
  const place: Place = { cosmos, container, partition: partitionFrom(headers[KEY_HEADER], container.partitionKey) }
  const condition = { ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] }
  demandSize(text)
  if (operation !== 'read') demandNoIfNoneMatch(request)
  if (operation === 'read' && request.method === 'GET') return readItem(place, id, condition)
  if (operation === 'replace') return replaceItem(place, id, objectBody(request), condition)
  if (operation === 'delete') return deleteItem(place, id, condition)
  if (operation === 'patch') return patchItem(place, id, jsonBody(request), condition)
  throw notModelled(`${request.method} on an item`)
}

function answerItems(cosmos: Cosmos, container: Container, operation: Operation, request: Incoming): Reply {
  const { headers, text, method } = request
  if (method !== 'GET' && method !== 'POST') throw notModelled(`${method} on items`)
  if (operation === 'queryPlan') return describeQuery(readSpec(jsonBody(request)), container)
  const header = headers[KEY_HEADER]
  if (operation === 'changeFeed') {
    const partition = header === undefined ? null : partitionFrom(header, container.partitionKey)
    return readFeed({ cosmos, container, partition, headers, pageSize: pageSizeIn(request) })
  }
  if (operation === 'query' || operation === 'readFeed') {
    const spec =
      operation === 'query' ? readSpec(jsonBody(request)) : { query: 'SELECT * FROM c', parameters: new Map() }
    const partition = header === undefined ? null : partitionFrom(header, container.partitionKey)
    if (partition === null) demandCrossPartition(cosmos, request, container, spec)
    const continuation = headers['x-ms-continuation']
    return runQuery({ cosmos, container, partition, spec, pageSize: pageSizeIn(request), continuation })
  }
  const place: Place = { cosmos, container, partition: partitionFrom(header, container.partitionKey) }
  if (operation === 'batch') {
    if (!isTrue(headers['x-ms-cosmos-batch-atomic'])) throw notModelled('bulk requests, only atomic batches')
    const minimal = headers.prefer === 'return=minimal'
    return runBatch(place, jsonBody(request), Buffer.byteLength(text), minimal)
  }
  demandSize(text)
  demandNoIfNoneMatch(request)
  if (operation === 'upsert') return upsertItem(place, objectBody(request), { ifMatch: headers['if-match'] })
  if (operation === 'create') return createItem(place, objectBody(request))
  throw notModelled(`${request.method} on items`)
}

function demandNoIfNoneMatch({ headers }: Incoming): void {
  if (headers['if-none-match'] !== undefined) throw notModelled('If-None-Match on a write')
}

function pageSizeIn({ headers }: Incoming): number {
  const size = Number(headers['x-ms-max-item-count'] ?? DEFAULT_PAGE)
  if (!Number.isInteger(size) || size < -1 || size === 0) throw badRequest('x-ms-max-item-count must be -1 or above 0.')
  return size === -1 ? DEFAULT_PAGE : size
}

/** A query over all partitions is a mistake of the caller's, unless it says that it means to. */
function demandCrossPartition(cosmos: Cosmos, { headers }: Incoming, container: Container, spec: QuerySpec): void {
  if (headers['x-growth-cross-partition'] !== 'allowed') {
    cosmos.refusedCrossPartition += 1
    throw badRequest(
      'This query is cross-partition: it names no partition key. The stand-in for Cosmos DB refuses it unless the ' +
        `request carries the header "x-growth-cross-partition: allowed". Query: ${spec.query}`,
    )
  }
  const plan = planQuery(spec, container)
  // Then the SDK merges what each range gives, which needs rewritten queries.
  const isPerRange = headers['x-ms-documentdb-partitionkeyrangeid'] !== undefined
  if (isPerRange && (plan.orders.length > 0 || plan.top !== null || plan.aggregate)) {
    throw notModelled('TOP, ORDER BY and aggregates over single physical ranges')
  }
  if (isPerRange && cosmos.ranges > 1) throw notModelled('queries over single physical ranges')
}

/** The plan that the SDK asks for beside every query, and uses only for those over several ranges. */
function describeQuery(spec: QuerySpec, container: Container): Reply {
  const { orders, top, aggregate, project } = planQuery(spec, container)
  const queryInfo = {
    distinctType: 'None',
    top,
    offset: null,
    limit: null,
    orderBy: orders.map(({ descending }) => (descending ? 'Descending' : 'Ascending')),
    orderByExpressions: orders.map(({ path }) => `c${path.replaceAll('/', '.')}`),
    groupByExpressions: [],
    groupByAliases: [],
    aggregates: aggregate ? [aggregate.name === 'COUNT' ? 'Count' : aggregate.name === 'MAX' ? 'Max' : 'Min'] : [],
    groupByAliasToAggregateType: {},
    rewrittenQuery: '',
    hasSelectValue: project !== null || aggregate !== null,
    hasNonStreamingOrderBy: false,
  }
  const queryRanges = [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }]
  const body = JSON.stringify({ partitionedQueryExecutionInfoVersion: 2, queryInfo, queryRanges })
  return { status: 200, charge: SMALL_READ_CHARGE, body }
}

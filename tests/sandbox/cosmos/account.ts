// What the account says about itself, and the physical ranges of a container.
import { SMALL_READ_CHARGE } from './charges.ts'
import type { Cosmos } from './state.ts'
import type { Container, Reply } from './types.ts'

const ok = (body: string): Reply => ({ status: 200, charge: SMALL_READ_CHARGE, body })

/** The physical ranges of a container: one, or two that meet in the middle. */
export function listRanges(cosmos: Cosmos, container: Container): Reply {
  const middle = '1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'
  const borders =
    cosmos.ranges === 1
      ? [['', 'FF']]
      : [
          ['', middle],
          [middle, 'FF'],
        ]
  const ranges = borders.map(([minInclusive, maxExclusive], number) => ({
    _rid: container.rid,
    id: String(number),
    _etag: container.rid,
    minInclusive,
    maxExclusive,
    ridPrefix: number,
    _self: `${container.link}/pkranges/${number}/`,
    throughputFraction: 1 / cosmos.ranges,
    status: 'online',
    parents: [],
    _ts: 0,
  }))
  return ok(JSON.stringify({ _rid: container.rid, PartitionKeyRanges: ranges, _count: ranges.length }))
}

/** What the account says about itself: one region, written and read at its own address. */
export function readAccount(url: string): Reply {
  const here = [{ name: 'Here', databaseAccountEndpoint: `${url}/` }]
  const account = {
    _self: '',
    id: 'stand-in',
    _rid: 'stand-in.localhost',
    media: '//media/',
    addresses: '//addresses/',
    _dbs: '//dbs/',
    writableLocations: here,
    readableLocations: here,
    enableMultipleWriteLocations: false,
    userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
    userReplicationPolicy: { asyncReplication: false, minReplicaSetSize: 3, maxReplicasetSize: 4 },
    queryEngineConfiguration: '{"maxSqlQueryInputLength":262144}',
  }
  return ok(JSON.stringify(account))
}

// The shapes that the files of this folder share.
export type Json = Record<string, unknown>

export type PartitionDefinition = { paths: string[]; kind?: string; version?: number }

export type IndexedPath = { path: string }
export type CompositePath = { path: string; order?: 'ascending' | 'descending' }
export type IndexingPolicy = {
  indexingMode?: string
  automatic?: boolean
  includedPaths?: IndexedPath[]
  excludedPaths?: IndexedPath[]
  compositeIndexes?: CompositePath[][]
}

export type Container = {
  /** Under this number its items are stored. */
  number: number
  rid: string
  /** dbs/<database>/colls/<id> */
  link: string
  id: string
  partitionKey: PartitionDefinition
  indexingPolicy: IndexingPolicy
  /** Seconds; -1 for items that end only by their own `ttl`; null when nothing ever ends. */
  defaultTtl: number | null
  /** What a read of the container answers. */
  body: string
}

export type Operation =
  | 'create'
  | 'read'
  | 'replace'
  | 'upsert'
  | 'delete'
  | 'patch'
  | 'query'
  | 'batch'
  | 'changeFeed'
  | 'readFeed'
  | 'queryPlan'
  | 'account'
  | 'database'
  | 'container'
  | 'ranges'

/** An answer before it becomes HTTP. */
export type Reply = {
  status: number
  charge: number
  /** JSON text; absent for 204 and 304. */
  body?: string
  etag?: string
  continuation?: string
  itemCount?: number
}

export type Headers = Readonly<Record<string, string | undefined>>

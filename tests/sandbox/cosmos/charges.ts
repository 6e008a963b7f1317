// What an operation costs in request units: one pure model, so that a test can say what a change of the storage design costs.
//
// Where the numbers come from:
// - Point read: 1 RU for 1 KB and 10 RU for 100 KB, which is about 0.09 RU for each further KB.
//   https://learn.microsoft.com/azure/cosmos-db/key-value-store-cost
// - Write: 5.3 RU (listed as 5 to 5.5) for 1 KB and about 50 RU for 100 KB without indexing; a replace costs about twice
//   an insert; a delete about as much as the insert. The same page, and
//   https://learn.microsoft.com/azure/cosmos-db/optimize-cost-reads-writes
// - Indexed properties: fewer indexed paths make cheaper writes. The service publishes no figure per path; 0.2 RU is the
//   usual finding and a model, not a promise. https://learn.microsoft.com/azure/cosmos-db/index-policy
// - Query: 2.3 RU and more for one that meets its index, growing with what is loaded and returned.
//   https://learn.microsoft.com/azure/cosmos-db/nosql/query-metrics
// - A write refused with 409 or 412 is charged like a small read: about 1.3 RU.

const KB = 1024
const FURTHER_KB_READ = 0.09
const FURTHER_KB_WRITTEN = 0.45
/** `id` and the partition key are indexed always and are in the base price. */
const PROPERTIES_IN_THE_BASE = 2

const twoPlaces = (charge: number): number => Math.round(charge * 100) / 100
const furtherKb = (bytes: number): number => Math.max(0, bytes / KB - 1)

/** A read of an item that is not there, and of databases and containers. */
export const SMALL_READ_CHARGE = 1
/** A write refused because the item is there already, or is not what the caller thought. */
export const REFUSED_WRITE_CHARGE = 1.3

export const readCharge = (bytes: number): number => twoPlaces(1 + FURTHER_KB_READ * furtherKb(bytes))

/** Of an insert, and of the delete of an item of that size. */
export function insertCharge(bytes: number, indexedProperties: number): number {
  const indexed = Math.max(0, indexedProperties - PROPERTIES_IN_THE_BASE)
  return twoPlaces(5.3 + FURTHER_KB_WRITTEN * furtherKb(bytes) + 0.2 * indexed)
}

/** Of a replace, an upsert over an item that is there, and a patch. */
export const rewriteCharge = (bytes: number, indexedProperties: number): number =>
  twoPlaces(2 * insertCharge(bytes, indexedProperties))

/** `scanned` counts the items that had to be loaded to judge them, because a filter could not use the index. */
export const queryCharge = (returned: number, bytes: number, scanned: number): number =>
  twoPlaces(2.3 + 0.05 * returned + FURTHER_KB_READ * (bytes / KB) + 0.1 * scanned)

export const feedCharge = (bytes: number): number => twoPlaces(2 + 0.1 * (bytes / KB))

export const sumOfCharges = (charges: readonly number[]): number =>
  twoPlaces(charges.reduce((sum, charge) => sum + charge, 0))

// The few requests that everything in Cosmos is made of, each safe to repeat.
import { randomUUID } from 'node:crypto'
import type { Container, JSONObject, OperationInput, SqlParameter } from '@azure/cosmos'
import { hold, statusOf } from './calls.ts'
import type { Stamped } from './items.ts'

/** Most operations of a transactional batch. */
export const MOST_IN_BATCH = 100

type Item = { id: string; pk: string }
type Marked = Item & { w: string }

export type Requests = ReturnType<typeof requestsTo>

export function requestsTo(container: Container) {
  /** 1 RU for the first KB; null where there is none. */
  function read<T>(pk: string, id: string): Promise<(T & Stamped) | null> {
    return hold('a reading', [], async (abortSignal) => {
      const { resource } = await container.item(id, pk).read<T & object>({ abortSignal })
      return (resource as (T & Stamped) | undefined) ?? null
    })
  }

  /** Whether the item as it is there was written by exactly this write: its answer may have been lost. */
  async function isOurs({ pk, id, w }: Marked): Promise<string | null> {
    const found = await read<Marked>(pk, id)
    return found?.w === w ? found._etag : null
  }

  return {
    read,
    /** About 5.5 RU for 1 KB; the new etag, or null where something is there already. */
    async create(item: Marked): Promise<string | null> {
      try {
        return await hold('a creation', [409], async (abortSignal) => {
          const { etag } = await container.items.create(item, { abortSignal })
          return etag
        })
      } catch (error) {
        if (statusOf(error) !== 409) throw error
        return isOurs(item)
      }
    },
    /** Twice a creation; null where the etag is no longer the one given. */
    async replace(item: Marked, etag: string): Promise<string | null> {
      try {
        return await hold('a replacement', [404, 412], async (abortSignal) => {
          const accessCondition = { type: 'IfMatch', condition: etag }
          const options = { abortSignal, accessCondition }
          return (await container.item(item.id, item.pk).replace(item, options)).etag
        })
      } catch (error) {
        if (![404, 412].includes(statusOf(error) ?? 0)) throw error
        return isOurs(item)
      }
    },
    /** As much as a creation. False where it is gone or has another etag; what an unanswered try deleted counts as deleted. */
    async remove(pk: string, id: string, etag?: string): Promise<boolean> {
      let tries = 0
      try {
        await hold('a deletion', [404, 412], async (abortSignal) => {
          tries += 1
          const condition = etag === undefined ? {} : { accessCondition: { type: 'IfMatch', condition: etag } }
          await container.item(id, pk).delete({ abortSignal, ...condition })
        })
        return true
      } catch (error) {
        const status = statusOf(error)
        if (status !== 404 && status !== 412) throw error
        return status === 404 && tries > 1
      }
    },
    /**
     * Several operations of one partition, all or none; the etags, or null where a condition of one did not hold. The
     * sum of their charges.
     */
    async batch(pk: string, operations: OperationInput[]): Promise<string[] | null> {
      const marked = operations.find(({ operationType }) => operationType === 'Create' || operationType === 'Replace')
      const mark = (marked as { resourceBody?: Marked } | undefined)?.resourceBody
      const reply = await hold('a transaction', [], async (abortSignal) => {
        const { code, result } = await container.items.batch(operations, pk, { abortSignal } as object)
        const statuses = (result ?? []).map(({ statusCode }) => statusCode)
        const failed = statuses.find((status) => status >= 400 && status !== 424) ?? (Number(code) >= 400 ? code : null)
        // Refusals of one of them that pass are of the whole.
        if (failed && ![404, 409, 412].includes(Number(failed)))
          throw Object.assign(new Error('A transaction was refused'), { code: Number(failed) })
        return failed ? null : (result ?? []).map(({ eTag }) => eTag ?? '')
      })
      if (reply || !mark || !(await isOurs(mark))) return reply
      // It was done, and the answer lost: the etags are read again.
      const items = await Promise.all(
        operations.map(async (one) => {
          const id = 'resourceBody' in one ? ((one.resourceBody as { id?: string }).id ?? '') : one.id
          return (await read<Item>(pk, id))?._etag ?? ''
        }),
      )
      return items
    },
    /** All answers to a query in one partition, page by page: 2.3 RU and a little for what it finds. */
    async *pages<T>(pk: string, query: string, values: Record<string, unknown> = {}, most = 500): AsyncGenerator<T[]> {
      const parameters = Object.entries(values).map(([name, value]) => ({ name: `@${name}`, value })) as SqlParameter[]
      let continuationToken: string | undefined
      do {
        const page = await hold('a query', [], async (abortSignal) =>
          container.items
            .query<T>({ query, parameters }, {
              partitionKey: pk,
              maxItemCount: most,
              continuationToken,
              abortSignal,
            } as object)
            .fetchNext(),
        )
        if (page.resources?.length) yield page.resources
        continuationToken = page.continuationToken
      } while (continuationToken)
    },
    async query<T>(pk: string, query: string, values: Record<string, unknown> = {}): Promise<T[]> {
      const all: T[] = []
      for await (const page of this.pages<T>(pk, query, values)) all.push(...page)
      return all
    },
    /** Deletes these items of one partition, whoever else may be deleting them too. */
    async removeAll(pk: string, ids: readonly string[]): Promise<void> {
      for (let at = 0; at < ids.length; at += MOST_IN_BATCH) {
        const some = ids.slice(at, at + MOST_IN_BATCH)
        const done = await this.batch(
          pk,
          some.map((id) => ({ operationType: 'Delete', id })),
        )
        if (!done) for (const id of some) await this.remove(pk, id)
      }
    },
  }
}

/** Of an item that is not marked yet. */
export const marked = <T extends Item>(item: T): T & { w: string } => ({ ...item, w: randomUUID() })
export const creation = (item: Item): OperationInput => ({
  operationType: 'Create',
  resourceBody: item as unknown as JSONObject,
})
export const replacement = (item: Item, ifMatch: string): OperationInput => ({
  operationType: 'Replace',
  id: item.id,
  resourceBody: item as unknown as JSONObject,
  ifMatch,
})

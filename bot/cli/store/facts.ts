// What a check remembers of each document it passed: just enough to resolve references at the end, not the documents.
import type { Settings } from '#shared/settings.ts'
import type { Parsed } from './document.ts'

/** What is known of a partition of an employee or a recipient. */
export type PartitionFacts = {
  tenant: string
  /** Whose it is: a person's id. */
  person: string
  /** The first id found of each kind. */
  kinds: Map<string, string>
  manager: string | null
  plan: { latest: number; agreed: number | null } | null
  revisions: Set<number>
  /** Quarter → the revision agreed in it, null before. */
  discussions: Map<string, number | null>
  /** Quarter → ids of the messages that carried it. */
  offers: Map<string, string[]>
}
export type Facts = {
  partitions: Map<string, PartitionFacts>
  logs: Set<string>
  /** '{tenant}/{id}' */
  people: Set<string>
  /** '{tenant}/{id}' of messages that carried an offer. */
  offerMessages: Set<string>
  /** '{tenant}/{id}' of people who are being deleted just now. */
  leaving: Set<string>
  /** '{tenant}/{hash}' of people who were. */
  erased: Set<string>
  settings: Map<string, Settings>
}

export const noFacts = (): Facts => ({
  partitions: new Map(),
  logs: new Set(),
  people: new Set(),
  offerMessages: new Set(),
  leaving: new Set(),
  erased: new Set(),
  settings: new Map(),
})

/** `at` is where it lies, which fits its value. Of two of the same document the later one counts. */
export function learn(facts: Facts, at: { partition: string; id: string }, { kind, value }: Parsed): void {
  const { tenant } = value
  if (kind === 'person') facts.people.add(`${tenant}/${value.id}`)
  else if (kind === 'settings') facts.settings.set(tenant, value)
  else if (kind === 'erasure') facts.leaving.add(`${tenant}/${value.person}`)
  else if (kind === 'erased') facts.erased.add(`${tenant}/${value.id}`)
  else if (kind === 'message' && value.content.type === 'offer') facts.offerMessages.add(`${tenant}/${value.id}`)

  // A series names an employee and lies with the tenant.
  if (kind === 'series') return
  const person = 'employee' in value ? value.employee : 'recipient' in value ? value.recipient : null
  if (person === null) return
  const of = factsOf(facts, at.partition, tenant, person)
  if (!of.kinds.has(kind)) of.kinds.set(kind, at.id)
  if (kind === 'pair') of.manager = value.manager
  else if (kind === 'plan') of.plan = { latest: value.latest, agreed: value.agreed }
  else if (kind === 'revision') of.revisions.add(value.number)
  else if (kind === 'offer') of.offers.set(value.quarter.key, value.messages)
  else if (kind === 'discussion')
    of.discussions.set(value.quarter.key, value.state.name === 'agreed' ? value.state.revision : null)
}

function factsOf({ partitions }: Facts, partition: string, tenant: string, person: string): PartitionFacts {
  const there = partitions.get(partition)
  if (there) return there
  const fresh: PartitionFacts = {
    tenant,
    person,
    kinds: new Map(),
    manager: null,
    plan: null,
    revisions: new Set(),
    discussions: new Map(),
    offers: new Map(),
  }
  partitions.set(partition, fresh)
  return fresh
}

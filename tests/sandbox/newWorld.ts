// A new world holding a tenant: calendars filled, no chats and no meetings yet.
import { randomUUID } from 'node:crypto'
import { deriveCopies } from './mailbox.ts'
import type { Tenant } from './tenant.ts'
import type { World } from './world.ts'

export function newWorld(tenant: Tenant): World {
  const world: World = {
    id: randomUUID(),
    now: tenant.now,
    fiscalYearStartMonth: tenant.fiscalYearStartMonth,
    announced: false,
    people: tenant.people,
    groups: tenant.groups,
    calendars: Object.fromEntries(
      tenant.people.map((person) => [
        person.id,
        (tenant.events[person.id] ?? []).map((event) => ({ event, properties: {}, series: null })),
      ]),
    ),
    chats: {},
    meetings: [],
    subscriptions: [],
    changes: 0,
  }
  deriveCopies(world)
  return world
}

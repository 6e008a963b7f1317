// A tenant of as many pairs as a soak wants, beside Mona and Rafe; nobody has a calendar.
import type { PlanInfo } from '#shared/api.ts'
import { MONA, RAFE } from '#tests/planted.ts'
import { listed } from '#tests/shared/fixtures/directory.ts'
import type { TestWorld } from '#tests/world.ts'

export type Pair = { manager: string; employee: string; employeeId: string }

const PER_MANAGER = 10
const idOf = (kind: number, n: number) => `00000000-000${kind}-4000-8000-${n.toString(16).padStart(12, '0')}`

export function manyPairs(many: number): { tenant: unknown; pairs: Pair[] } {
  const pairs = Array.from({ length: many }, (_, n) => ({
    manager: `manager${Math.floor(n / PER_MANAGER)}`,
    employee: `employee${n}`,
    employeeId: idOf(2, n),
  }))
  const managers = [...new Set(pairs.map(({ manager }) => manager))]
  const directory = [
    listed('mona', MONA, null),
    listed('rafe', RAFE, MONA),
    ...managers.map((key, n) => listed(key, idOf(1, n), null)),
    ...pairs.map(({ manager, employee, employeeId }) =>
      listed(employee, employeeId, idOf(1, managers.indexOf(manager))),
    ),
  ]
  return { tenant: { now: '2026-10-05T08:00:00Z', fiscalYearStartMonth: 1, directory, calendarView: {} }, pairs }
}

/** The live document of an employee. */
export async function documentOf(world: TestWorld, { employee, employeeId }: Pair): Promise<string> {
  const { status, body } = await world.api<PlanInfo>(employee, 'GET', `/api/plans/${employeeId}`)
  if (status !== 200) throw new Error(`${employee} cannot open their plan: ${status} ${JSON.stringify(body)}`)
  return body.document
}

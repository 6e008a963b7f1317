// The lines of the summary (R7: titles and dates only): what was promised, in the order it is due.
import { actionsOf, type Plan } from '../plan/plan.ts'

export type SummaryLines = { lines: { due: string | null; text: string }[]; more: number; revisit: string | null }

const MOST_LINES = 5

/**
 * What somebody else than the employee does is marked with their name. `names` are first names by person id, `ended` the
 * ids of what is done or dropped already.
 */
export function summaryOf(
  plan: Plan,
  of: { employee: string; manager: string; names: Readonly<Record<string, string>>; ended?: ReadonlySet<string> },
): SummaryLines {
  const by = (person: string, text: string) =>
    person === of.employee || !of.names[person] ? text : `${of.names[person]}: ${text}`
  const all = [
    ...actionsOf(plan).map(({ action: { id, due, owner, title } }) => ({ id, due, owner, text: title })),
    ...plan.support.map((item) => ({ id: item.id, due: item.by, owner: of.manager, text: item.text })),
  ]
  const ordered = all
    .filter(({ id, text }) => text.trim() !== '' && !of.ended?.has(id))
    .map(({ due, owner, text }) => ({ due, text: by(owner, text) }))
    .sort((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999'))
  return { lines: ordered.slice(0, MOST_LINES), more: Math.max(0, ordered.length - MOST_LINES), revisit: plan.revisit }
}

// Where in the personal tab a sub page leads: pure.
import type { Me } from '#shared/api.ts'

export type Place =
  | { page: 'home' }
  | { page: 'team' }
  | { page: 'audit' }
  | { page: 'plan'; employee: string }
  | { page: 'prepare'; employee: string; quarter: string }

/**
 * Sub pages: '' · 'team' · 'audit' · 'plan' · 'plan/EMPLOYEE' · 'prepare/QUARTER' · 'prepare/EMPLOYEE/QUARTER'.
 * Anything else is the caller's first page: home, or the team for a manager who has no manager.
 */
export function placeOf(subPage: string | null, me: Me): Place {
  const [page, ...rest] = (subPage ?? '').split('/').map(decode).filter(Boolean)
  if (page === 'plan') return { page, employee: rest[0] ?? me.person.id }
  if (page === 'prepare' && rest[0]) {
    return rest[1] ? { page, employee: rest[0], quarter: rest[1] } : { page, employee: me.person.id, quarter: rest[0] }
  }
  if (page === 'audit') return { page }
  // Who had everything deleted and still manages others comes to the button that begins again under "My growth".
  const hasGrowth = me.manager !== null || me.takesPart === 'erased'
  if (me.isManager && (page === 'team' || !hasGrowth)) return { page: 'team' }
  return { page: 'home' }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

// Where in the personal tab a sub page leads: pure.
import type { Me } from '#shared/api.ts'

export type Place =
  | { page: 'home' }
  | { page: 'team' }
  | { page: 'audit' }
  | { page: 'calendars' }
  | { page: 'plan'; employee: string }
  | { page: 'history'; employee: string }
  | { page: 'prepare'; employee: string; quarter: string }

/**
 * Sub pages: '' · 'team' · 'audit' · 'calendars' · 'plan' · 'plan/EMPLOYEE' · 'history' · 'history/EMPLOYEE' · 'prepare/QUARTER' · 'prepare/EMPLOYEE/QUARTER'.
 * Anything else is the caller's first page: home, or the team for a manager who has no manager.
 */
export function placeOf(subPage: string | null, me: Me): Place {
  const [page, ...rest] = (subPage ?? '').split('/').map(decode).filter(Boolean)
  if (page === 'plan' || page === 'history') return { page, employee: rest[0] ?? me.person.id }
  if (page === 'prepare' && rest[0]) {
    return rest[1] ? { page, employee: rest[0], quarter: rest[1] } : { page, employee: me.person.id, quarter: rest[0] }
  }
  if (page === 'audit') return { page }
  if (page === 'calendars' && me.isPeopleOps) return { page }
  // Who had everything deleted and still manages others comes to the button that begins again under "My growth".
  const [first] = rootsOf(me)
  if (me.isManager && (page === 'team' || first === 'team')) return { page: 'team' }
  return { page: 'home' }
}

export type Root = 'home' | 'team' | 'calendars'

/** The pages a person can choose between; the first is where they begin. */
export function rootsOf(me: Me): Root[] {
  const hasGrowth = me.manager !== null || me.takesPart === 'erased' || !me.isManager
  return [
    ...(hasGrowth ? (['home'] as const) : []),
    ...(me.isManager ? (['team'] as const) : []),
    ...(me.isPeopleOps ? (['calendars'] as const) : []),
  ]
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

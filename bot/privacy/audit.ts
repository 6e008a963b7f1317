// Notes who read or changed whose plan, on which surface (R7): one line a day for each, no content, only ever added to.
import type { World } from '#bot/ports.ts'
import { type Audit, auditLine } from '#shared/privacy/audit.ts'
import { addDays, addMinutes, type Instant } from '#shared/time.ts'

export type Act = Pick<Audit, 'tenant' | 'employee' | 'by' | 'what' | 'surface'>

/**
 * Lines that this process knows to be there, and from when until when: the hundredth keystroke of a day asks the store
 * nothing. For an hour of the same day only, in business time, because another process may have deleted the employee's
 * lines meanwhile; a clock that was turned back (a fresh sandbox) forgets them as well.
 */
const known = new Map<string, { from: Instant; until: Instant }>()
const KNOWN_MINUTES = 60
const MOST_KNOWN = 20_000

/** Made once for each act that is done again and again: it would cost more than all the rest of asking. */
const keys = new WeakMap<Act, string>()
function keyOf(of: Act): string {
  let key = keys.get(of)
  if (key === undefined) {
    key = `${of.tenant}/${of.employee}/${of.by}/${of.what}/${of.surface}`
    keys.set(of, key)
  }
  return key
}

/** Whether this process knows the line to be there: then nothing has to be waited for. */
export function isNoted({ clock }: Pick<World, 'clock'>, of: Act): boolean {
  const line = known.get(keyOf(of))
  if (!line) return false
  const now = clock.now()
  return line.from <= now && now < line.until
}

/**
 * Resolves once the line is in the store; an employee's own reading needs none. Throws what the store throws, and the
 * caller lets that fail the request: a reading that nobody can see afterwards is worse than one that has to be tried
 * again, and the same store holds the content, so hardly any request fails that would have worked. Readings and changes
 * are noted before they happen, agreements and the hand-over after: those may be refused, and repeating them is harmless.
 */
export async function audit({ store, clock }: Pick<World, 'store' | 'clock'>, of: Act): Promise<void> {
  if ((of.what === 'read' && of.by === of.employee) || isNoted({ clock }, of)) return
  const now = clock.now()
  const next = auditLine(of, now)
  await store.put('audit', next, 'absent')
  if (known.size >= MOST_KNOWN) known.clear()
  const hour = addMinutes(now, KNOWN_MINUTES)
  const midnight = addDays(`${next.day}T00:00:00.000Z`, 1)
  known.set(keyOf(of), { from: now, until: hour < midnight ? hour : midnight })
}

/** Of an employee whose lines were deleted. */
export function forgetKnown(tenant: string, employee: string): void {
  for (const key of known.keys()) if (key.startsWith(`${tenant}/${employee}/`)) known.delete(key)
}

// A person has everything about them deleted (R8): the work that is owed until it is done, and the note that stays.
import { z } from 'zod'

/** Lies with the tenant while it is being done; the only place that still knows the person, and gone at the end. */
export const erasure = z.object({
  tenant: z.string(),
  /** Random: it says nothing about the person. */
  id: z.string(),
  person: z.string(),
  /** Everybody whose chat or list may know the person: managers, past and present. */
  managers: z.array(z.string()),
  /** `sweep`: everything has been deleted once; what was under way meanwhile is swept up. */
  step: z.enum(['delete', 'sweep']),
  dueAt: z.string().nullable(),
})
export type Erasure = z.infer<typeof erasure>

/** That a deletion took place, under a keyed hash of the person, so that nobody asks them again. */
export const erased = z.object({ tenant: z.string(), id: z.string(), at: z.string() })
export type Erased = z.infer<typeof erased>

/** HMAC-SHA256 of the person under the tenant's key, as 64 hex digits. */
export async function erasedId(key: string, tenant: string, person: string): Promise<string> {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const hmac = await crypto.subtle.importKey('raw', bytes(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const digest = await crypto.subtle.sign('HMAC', hmac, bytes(`${tenant}/${person}`))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

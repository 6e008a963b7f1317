// A person has everything about them deleted (R8): the work that is owed until it is done, and the note that stays.
import { z } from 'zod'

/** Lies with the tenant while it is being done; the only place that still knows the person, and gone at the end. */
export const erasure = z.object({
  tenant: z.string(),
  /** Random: it says nothing about the person. */
  id: z.string(),
  /** Empty in the last step. */
  person: z.string(),
  /** Everybody whose chat or list may know the person: managers, past and present. */
  managers: z.array(z.string()),
  /** Where the bot's messages to the person lie: needed after the person themself is gone. */
  chat: z.object({ conversation: z.string(), serviceUrl: z.string() }).nullable(),
  /**
   * `sweep`: everything has been deleted once; what was under way meanwhile is swept up. `forget`: nothing personal is
   * left, here neither; only the bytes of the file are.
   */
  step: z.enum(['delete', 'sweep', 'forget']),
  dueAt: z.string().nullable(),
})
export type Erasure = z.infer<typeof erasure>

/** That a deletion took place, under a keyed hash of the person, so that nobody asks them again. */
export const erased = z.object({ tenant: z.string(), id: z.string(), at: z.string() })
export type Erased = z.infer<typeof erased>

/** What comes after a step that is done. */
export function nextStep(of: Erasure, now: string): Erasure {
  if (of.step === 'delete') return { ...of, step: 'sweep', dueAt: now }
  return { ...of, person: '', managers: [], chat: null, step: 'forget', dueAt: now }
}

/** The name as it was typed and as it is shown: the same but for spaces round it and how accents are coded. */
export const confirms = (typed: string, name: string): boolean => plain(typed) === plain(name)
const plain = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()

/** HMAC-SHA256 of the person under the tenant's key, as 64 hex digits. Throws for an empty key. */
export async function erasedId(key: string, tenant: string, person: string): Promise<string> {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const hmac = await crypto.subtle.importKey('raw', bytes(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const digest = await crypto.subtle.sign('HMAC', hmac, bytes(`${tenant}/${person}`))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

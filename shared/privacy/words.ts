// How the list of who has seen a plan says what they did and where: the same in the tab and in the export (R7).
import type { Audit, Surface } from './audit.ts'

export const AUDIT_WORDS: Record<Audit['what'], string> = {
  read: 'read',
  changed: 'changed something',
  agreed: 'agreed on the plan',
  handedOver: 'handed the plan over',
  exported: 'exported everything',
}

export const SURFACE_WORDS: Record<Surface, string> = {
  tab: 'in the tab',
  panel: 'in the meeting’s side panel',
  stage: 'on the meeting’s stage',
  chat: 'in the chat',
}

/** Whom the store no longer knows. */
export const SOMEONE_GONE = 'someone who left'

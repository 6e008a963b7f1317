// What real Teams clients do that a good one would not: chosen for a whole window by `teams=` in the page's address.

const NAMES = ['notPresenter', 'notSupported', 'failsOnce', 'fails', 'silent', 'phone'] as const
export type Quirk = (typeof NAMES)[number]

/** The codes of TeamsJS' SdkError. */
const INTERNAL_ERROR = 500
const NOT_SUPPORTED = 501

/** The window's quirk; null for a client that behaves. Read once: the page's address changes while it is used. */
export const quirk: Quirk | null =
  NAMES.find((name) => name === new URLSearchParams(globalThis.location?.search).get('teams')) ?? null

let failures = 0

/**
 * What the client answers to a call about the meeting's stage in place of the truth: a reply, 'never' for a callback
 * that does not come, null where it behaves. Sources: teams-js issues 3082 (500 the first time), 1928 and 2793 (501 for
 * several reasons), 1792 (no callback on iOS); msteams-docs issue 8733 (no permission on mobile).
 */
export function answerOf(func: string): readonly unknown[] | 'never' | null {
  const call = func.replace('meeting.', '')
  if (call === 'getAppContentStageSharingCapabilities') {
    if (quirk === 'silent') return 'never'
    return quirk === 'notPresenter' || quirk === 'phone' ? [null, { doesAppHaveSharePermission: false }] : null
  }
  if (call === 'getAppContentStageSharingState') {
    if (quirk === 'notSupported') return [error(NOT_SUPPORTED), null]
    return quirk === 'silent' || quirk === 'phone' ? 'never' : null
  }
  if (call !== 'shareAppContentToStage') return null
  if (quirk === 'silent') return 'never'
  if (quirk === 'notSupported' || quirk === 'notPresenter') return [error(NOT_SUPPORTED), null]
  const fails = quirk === 'fails' || (quirk === 'failsOnce' && failures++ === 0)
  return fails ? [error(INTERNAL_ERROR), null] : null
}

/** What the context says of the client. */
export const clientType = (): string => (quirk === 'phone' ? 'ios' : 'web')

const error = (errorCode: number) => ({ errorCode, message: `The sandbox answers as a client that ${quirk}.` })

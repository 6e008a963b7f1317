// Ids as Outlook and Teams write them: the same input gives the same id, so that a world can be built again.
import { createHash } from 'node:crypto'

const digest = (text: string) => createHash('sha256').update(text).digest()

/** An Outlook item id (URL-safe base64) made from a name, different in every mailbox. */
export function outlookId(mailbox: string, name: string): string {
  return `AAMkAD${digest(`${mailbox}|${name}`).toString('base64url').slice(0, 40)}BAA=`
}

/** An Outlook change key made from a name. */
export function changeKeyOf(name: string): string {
  return digest(`change|${name}`).toString('base64url').slice(0, 30)
}

/** The iCalUId of a series (no day) or of one of its occurrences ('YYYY-MM-DD'). */
export function iCalUIdOf(series: string, day?: string): string {
  const [year = 0, month = 0, date = 0] = (day ?? '0-0-0').split('-').map(Number)
  const hex = (value: number, width: number) => value.toString(16).toUpperCase().padStart(width, '0')
  const name = digest(`uid|${series}`).toString('hex').toUpperCase()
  const stamp = hex(year, 4) + hex(month, 2) + hex(date, 2)
  return `040000008200E00074C5B7101A82E008${stamp}${name.slice(0, 16)}000000000000000010000000${name.slice(16, 48)}`
}

/** The chat of a Teams meeting, made from a name. */
export function meetingChatId(name: string): string {
  return `19:meeting_${Buffer.from(digest(`chat|${name}`).toString('hex').slice(0, 36)).toString('base64url')}@thread.v2`
}

/** The join link of the meeting with this chat. */
export function joinUrlOf(chatId: string, tenantId: string, organizerId: string): string {
  const thread = encodeURIComponent(chatId).replace('%3A', '%3a')
  const context = encodeURIComponent(JSON.stringify({ Tid: tenantId, Oid: organizerId }))
  return `https://teams.microsoft.com/l/meetup-join/${thread}/0?context=${context}`
}

/** The chat behind a join link: read from it where it tells, else made from it (short links tell nothing). */
export function chatIdOf(joinUrl: string): string {
  const found = /19:meeting_[^/@]+@thread\.v2/.exec(decodeURIComponent(joinUrl))
  return found ? found[0] : meetingChatId(joinUrl)
}

/** The meeting id that a tab sees: the same for every occurrence of a series. */
export function meetingIdOf(chatId: string): string {
  return Buffer.from(`0#${chatId}#0`).toString('base64')
}

let lastActivity = 0

/** A new activity id: milliseconds as Teams has them, growing and never given twice. */
export function newActivityId(): string {
  lastActivity = Math.max(lastActivity + 1, Date.now())
  return String(lastActivity)
}

// Counts what the bot sent a person since their chat was last on the screen.
import { useEffect, useState } from 'react'
import type { Message } from './api.ts'

const seen = new Map<string, number>()

/** Unread messages of one person in one world; what was there when the page opened counts as read. */
export function useUnread(
  world: string,
  personId: string,
  chat: readonly Message[] | undefined,
  shown: boolean,
): number {
  const key = `${world}/${personId}`
  const count = chat?.filter((message) => message.from === 'bot').length
  const [, redraw] = useState(0)
  useEffect(() => {
    if (count === undefined) return
    if (shown || !seen.has(key) || count < (seen.get(key) ?? 0)) {
      seen.set(key, count)
      redraw((n) => n + 1)
    }
  }, [key, count, shown])
  return count === undefined || shown ? 0 : Math.max(0, count - (seen.get(key) ?? count))
}

// What an answer of Graph means to the ports: a body, nothing there, a mailbox that is closed to us, or no answer.
import { z } from 'zod'
import type { Log } from '#bot/ports.ts'
import type { NoMailbox } from '#shared/oneOnOne/pair.ts'
import { Refusal } from '#shared/refusal.ts'
import type { Answer, Ask, Send } from './client.ts'

const errorBody = z.object({ error: z.object({ code: z.string() }) })
/** `MailboxNotEnabledForRESTAPI`, `ErrorNonExistentMailbox` … : the person has no mailbox here, or no licence for one. */
const NO_MAILBOX = /mailbox|nonexistent|resourcenotfound|licen[cs]e/i
/** Ours, and short: Graph's own sentences may quote what people wrote. */
export const codeOf = (answer: Answer): string => errorBody.safeParse(answer.body).data?.error.code ?? ''

export const unavailable = () => new Refusal('unavailable', 'The calendar service did not answer.')

/** Why a mailbox cannot be read at all, however often it is asked (PLATFORM 6.9); null where the answer does not say so. */
export function closedBy(answer: Answer): NoMailbox | null {
  if (answer.status === 403) return 'noAccess'
  return answer.status === 404 && NO_MAILBOX.test(codeOf(answer)) ? 'noMailbox' : null
}

export type Reader = ReturnType<typeof reader>

/** Reads over `send`; every page of a list is followed on Graph's own host only. */
export function reader(send: Send, log: Log) {
  /** The answer when it is a body or one of these statuses; else Refusal 'unavailable', with a line in the log. */
  async function expect(ask: Ask, ...expected: number[]): Promise<Answer> {
    const answer = await send(ask)
    if ((answer.status >= 200 && answer.status < 300) || expected.includes(answer.status)) return answer
    const what = ask.path.split('?')[0]?.split('/')[3] ?? ask.path.split('/')[1]
    log.warn('graph.failed', { what, how: ask.method, status: answer.status, code: codeOf(answer) })
    throw unavailable()
  }

  /** All items of a list; the answer itself where the first page is not there. */
  async function all(ask: Ask, ...expected: number[]): Promise<{ items: unknown[] } | { answer: Answer }> {
    const items: unknown[] = []
    for (let path: string | null = ask.path; path !== null; ) {
      // A later page that is not there makes the list incomplete, not shorter.
      const answer = await expect({ ...ask, path }, ...(path === ask.path ? expected : []))
      if (answer.status >= 300) return { answer }
      const { value, '@odata.nextLink': next } = page.parse(answer.body)
      items.push(...value)
      path = next === undefined ? null : pathOf(next)
    }
    return { items }
  }

  return { expect, all }
}

const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() })

/** Throws where a link leads elsewhere: the token would go there too. */
function pathOf(link: string): string {
  const url = new URL(link)
  if (url.host !== 'graph.microsoft.com') throw new Error('Graph sent a next link to another host')
  return url.pathname.replace(/^\/(v1\.0|beta)/, '') + url.search
}

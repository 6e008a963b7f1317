// A chat message that is owed (R12): its deterministic id, and that what may have been sent is never due again.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Content } from '#shared/outbox/content.ts'
import { claim, doubt, drop, type Message, message, owe, postpone, retry, say, settle } from '#shared/outbox/message.ts'
import { addDays } from '#shared/time.ts'
import { aMoment, NOW } from './fixtures/discussion.ts'

const content: Content = { type: 'news', title: 'A title', text: 'A sentence.', open: null }
const of = { tenant: 't', recipient: 'rafe', about: 'rafe', content, urgency: 'news' as const }
const owed = (key: (string | number)[] = ['moved', 'rafe', '2026-Q4', 1]) => owe({ ...of, key }, NOW)
const LATER = addDays(NOW, 1)

describe('owed', () => {
  test('the id is made of kind and key, so owing it twice is owing it once', () => {
    expect(owed().id).toBe('news:moved:rafe:2026-Q4:1')
    expect(owe({ ...of, key: ['moved', 'rafe', '2026-Q4', 1] }, LATER).id).toBe(owed().id)
    expect(owed(['moved', 'rafe', '2026-Q4', 2]).id).not.toBe(owed().id)
  })
  test('due at once, or in the morning it was promised for', () => {
    expect(owed()).toMatchObject({
      state: { name: 'owed' },
      owedAt: NOW,
      dueAt: NOW,
      expiresAt: null,
      discussion: null,
    })
    expect(owe({ ...of, key: [] }, NOW, LATER)).toMatchObject({ owedAt: NOW, dueAt: LATER })
  })
})

describe('on its way', () => {
  const claimed = claim(owed(), 'p1', 5)
  test('a claim stays due, so that whoever died over it is noticed', () => {
    expect(claimed).toMatchObject({ state: { name: 'claimed', by: 'p1', at: 5 }, dueAt: NOW })
  })
  test('sent, in doubt, or dropped: nothing is due any more', () => {
    expect(settle(claimed, 'a1', LATER)).toMatchObject({
      state: { name: 'sent', at: LATER, activity: 'a1' },
      dueAt: null,
    })
    expect(doubt(claimed, LATER)).toMatchObject({ state: { name: 'unsure', at: LATER }, dueAt: null })
    expect(drop(claimed, 'blocked', LATER)).toMatchObject({ state: { name: 'dropped', why: 'blocked' }, dueAt: null })
  })
  test('a definite refusal, or the wrong hour: owed as before, later', () => {
    expect(retry(claimed, LATER)).toEqual({ ...owed(), dueAt: LATER })
    expect(postpone(owed(), LATER)).toEqual({ ...owed(), dueAt: LATER })
  })
})

describe('said anew', () => {
  const words: Content = { ...content, title: 'Another title' }
  test('a sent card becomes due, to be replaced in place', () => {
    const sent = settle(claim(owed(), 'p1', 5), 'a1', NOW)
    expect(say(sent, words, LATER)).toEqual({ ...sent, content: words, dueAt: LATER })
  })
  test('what was not sent yet goes out with the new words at its own time', () => {
    expect(say(owed(), words, LATER)).toEqual({ ...owed(), content: words })
  })
  test('what may have been sent is not touched off again', () => {
    const unsure = doubt(claim(owed(), 'p1', 5), NOW)
    expect(say(unsure, words, LATER).dueAt).toBeNull()
    expect(say(drop(owed(), 'expired', NOW), words, LATER).dueAt).toBeNull()
  })
})

test('over any life as the courier leads it: after sent or unsure nothing is sent, and the id stays', () => {
  const aLife = fc.array(
    fc.tuple(fc.constantFrom('sent', 'unsure', 'refused', 'blocked', 'died', 'said', 'hours'), aMoment),
  )
  fc.assert(
    fc.property(aLife, (life) => {
      let now: Message = owed()
      let sends = 0
      for (const [event, at] of life) {
        const isOwed = now.state.name === 'owed'
        if (event === 'said') now = say(now, content, at)
        else if (event === 'hours' && isOwed) now = postpone(now, at)
        else if (isOwed && now.dueAt !== null) {
          const mine = claim(now, 'p1', 5)
          if (event === 'sent') now = settle(mine, 'a1', at)
          else if (event === 'refused') now = retry(mine, at)
          else if (event === 'blocked') now = drop(mine, 'blocked', at)
          else now = doubt(mine, at)
          if (event !== 'refused' && event !== 'blocked') sends += 1
        }
        expect(message.parse(now)).toEqual(now)
        expect(now.id).toBe(owed().id)
        expect(sends).toBeLessThanOrEqual(1)
        expect(sends === 1).toBe(now.state.name === 'sent' || now.state.name === 'unsure')
      }
    }),
  )
})

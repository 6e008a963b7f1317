// The story of one growth discussion told end to end through the control surface: every step is what the person would see.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Discussion, Home, Meeting, PlanInfo, Preparation, Revision, Team } from '#shared/api.ts'
import { aspirationOf, planOf } from '#shared/plan/doc.ts'
import { addAction, addFocusArea, addStrength, addSupport, setRevisit } from '#shared/plan/edit.ts'
import { addCalendarDays, addMinutes, dayShort, type Instant } from '#shared/time.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import {
  actionsOf,
  type BotActivity,
  button,
  cardIn,
  type GraphEvent,
  type StoreName,
  startWorld,
  type TestWorld,
  textsOf,
} from '#tests/world.ts'

export type Told = {
  /** Through step 8, into the next quarter. */
  whole: boolean
  /** When the offer is in Mona's chat. */
  offerBy: Instant
  tenant?: unknown
  store: StoreName
}

/** Into the next quarter. */
export const COMPANY = { whole: true, offerBy: '2026-10-06T09:00:00.000Z' } as const
/** Turning the clock over a quarter is a few thousand steps, ms. */
const PATIENCE_MS = 180_000

export function tellStory(name: string, told: Told): void {
  const step = (what: string, tell: () => Promise<void>) => test(what, tell, PATIENCE_MS)
  describe(`the story in ${name}`, () => {
    let world: TestWorld
    let start: Instant
    let end: Instant
    let slot: GraphEvent
    let document: string
    let chatId: string
    let rafe: string

    beforeAll(async () => {
      world = await startWorld({ store: told.store, ...(told.tenant ? { tenant: told.tenant } : {}) })
    })
    afterAll(() => world?.stop())

    const last = async (person: string, words: RegExp): Promise<BotActivity> => {
      const found = (await world.chats(person)).findLast((one) => words.test(one.summary ?? one.text ?? ''))
      if (!found)
        throw new Error(`${person} has nothing like ${words}: ${(await world.chats(person)).map((one) => one.summary)}`)
      return found
    }
    const at = (event: GraphEvent) => new Date(`${event.start.dateTime.slice(0, 19)}Z`).toISOString()

    step('1 R0 R1: Rafe is told what it is and who sees what, before any offer', async () => {
      await world.advanceTo(told.offerBy)
      const hello = await last('rafe', /uses Growth/)
      const texts = textsOf(cardIn(hello))
      expect(texts).toContain(
        'A growth discussion is about your future, not a review. You write the plan together, and it is yours.',
      )
      expect(texts).toContain('People ops')
      const offer = await last('mona', /Turn one 1-1 with Rafe/)
      expect(hello.timestamp < offer.timestamp).toBe(true)
      const answer = await world.press('rafe', button(cardIn(hello), 'Good to know'))
      expect(textsOf(answer.body.value).join(' ')).toContain('Noted')
    })

    step('2 R4 R5: Mona converts one occurrence; a second press sees the outcome; Rafe hears of it', async () => {
      const offer = cardIn(await last('mona', /Turn one 1-1 with Rafe/))
      expect(actionsOf(offer).map(({ title }) => title)).toEqual(['Convert', 'Later', 'Not this quarter'])
      const choices = offer.body.find(({ type }) => type === 'Input.ChoiceSet')
      expect(choices?.choices?.length).toBe(5)
      const before = await world.calendar('mona')
      const chosen = before.find(({ id }) => id === choices?.value)
      if (!chosen) throw new Error('The recommended slot is not in the calendar')
      start = at(chosen)
      end = new Date(`${chosen.end.dateTime.slice(0, 19)}Z`).toISOString()
      expect(start >= addMinutes(told.offerBy, 6 * 24 * 60)).toBe(true)

      const pressed = await world.press('mona', button(offer, 'Convert'), { slot: chosen.id })
      expect(textsOf(pressed.body.value)[1]).toMatch(/is your growth discussion with Rafe$/)
      const again = await world.press('mona', button(offer, 'Convert'), { slot: chosen.id })
      expect(textsOf(again.body.value)[1]).toBe(textsOf(pressed.body.value)[1])

      const after = await world.calendar('mona')
      const changed = after.filter((event) => before.find(({ id }) => id === event.id)?.subject !== event.subject)
      expect(changed.map(({ subject }) => subject)).toEqual([`${chosen.subject} · Growth discussion`])
      slot = changed[0] as GraphEvent
      expect(slot.onlineMeeting).toEqual(chosen.onlineMeeting)
      const theirs = (await world.calendar('rafe')).filter(({ subject }) => subject.endsWith('Growth discussion'))
      expect(theirs.map(({ iCalUId }) => iCalUId)).toEqual([slot.iCalUId])
      expect(
        (await world.requests()).filter(({ method, path }) => method === 'PATCH' && path.includes('/events/')),
      ).toHaveLength(1)
      const news = (await world.chats('rafe')).filter(({ summary }) =>
        /is your growth discussion with Mona/.test(summary ?? ''),
      )
      expect(news).toHaveLength(1)
      const shown = cardIn(
        (await world.chats('mona')).find(({ attachments }) =>
          textsOf(attachments?.[0]?.content ?? cardIn(undefined)).some((text) =>
            /is your growth discussion with Rafe/.test(text),
          ),
        ),
      )
      expect(button(shown, 'Undo').verb).toBe('offer.undo')
    })

    step(
      '3 R11 R7: five working days before both are asked to prepare; Rafe answers privately, then shares',
      async () => {
        await world.advanceTo(`${addCalendarDays(start.slice(0, 10), -7)}T12:00:00.000Z`)
        const asked = cardIn(await last('rafe', /Prepare for your growth discussion/))
        await last('mona', /Prepare for your growth discussion/)
        const form = await world.press('rafe', button(asked, 'Answer here'))
        const inputs = form.body.value.body
          .flatMap((one) => [one, ...(one.items ?? [])])
          .filter(({ type }) => type === 'Input.Text')
        expect(inputs.map(({ id }) => id)).toEqual(['a1', 'a2', 'a3'])
        const kept = await world.press('rafe', button(form.body.value, 'Keep for me'), {
          a1: 'The billing talk went well.',
          a2: 'Towards leading a product area.',
          a3: '',
        })
        expect(textsOf(kept.body.value).join(' ')).toContain('Only you see')

        const quarter = `${start.slice(0, 4)}-Q4`
        rafe = (await world.api<Home>('rafe', 'GET', '/api/home')).body.me.person.id
        const path = `/api/discussions/${rafe}/${quarter}`
        expect((await world.api<Discussion>('mona', 'GET', path)).body.theirs).toBeNull()
        const mine = await world.api<Discussion>('rafe', 'GET', path)
        expect(mine.body.mine).toMatchObject({ shared: false })
        expect(mine.body.mine.answers[1]?.text).toBe('Towards leading a product area.')
        const shared = await world.api<Preparation>('rafe', 'POST', `${path}/preparation/share`, {})
        expect(shared.body.shared).toBe(true)
        expect((await world.api<Discussion>('mona', 'GET', path)).body.theirs?.answers[0]?.text).toBe(
          'The billing talk went well.',
        )
      },
    )

    step(
      '4 R17 R10: in the meeting the panel is in the right discussion, with an agenda that fills the slot',
      async () => {
        await world.advanceTo(start)
        await world.meeting(slot.id, 'start')
        const { body: meetings } = {
          body: await world.control<{ chatId: string; iCalUId: string }[]>('GET', '/host/meetings'),
        }
        chatId = meetings.find(({ iCalUId }) => iCalUId === slot.iCalUId)?.chatId ?? ''
        for (const person of ['mona', 'rafe']) {
          const where = await world.api<Meeting>(person, 'GET', `/api/meeting?chat=${encodeURIComponent(chatId)}`)
          expect(where.body).toMatchObject({
            mode: 'discussion',
            employee: { id: rafe },
            quarter: { label: '2026 Q4' },
          })
        }
        const panel = (await world.api<Discussion>('mona', 'GET', `/api/discussions/${rafe}/2026-Q4`)).body
        expect(panel.agenda.map(({ kind }) => kind)).toEqual([
          'promises',
          'standing',
          'feedback',
          'direction',
          'growth',
          'agree',
        ])
        const minutes = (Date.parse(end) - Date.parse(start)) / 60_000
        expect(panel.agenda.reduce((sum, point) => sum + point.minutes, 0)).toBe(minutes)
        expect(panel.agenda[3]?.lines[0]?.evidence[0]?.quote).toBe('Towards leading a product area.')
        expect(panel.agenda[1]?.lines[0]?.evidence[0]?.quote).toBe('The billing talk went well.')
        expect(panel.agenda[2]?.questions.length).toBeGreaterThan(0)
        expect(panel.promised).toBeNull()
        expect(panel.head.state).toBe('held')
      },
    )

    step('5 R8 R9 R15: both write the plan at once, both see it saved, both stamp the same revision', async () => {
      document = (await world.api<PlanInfo>('mona', 'GET', `/api/plans/${rafe}`)).body.document
      const [mona, employee] = await Promise.all([
        openLivePlan(world, 'mona', document),
        openLivePlan(world, 'rafe', document),
      ])
      aspirationOf(employee.doc)?.insert(0, 'I want to lead a product area')
      addStrength(mona.doc, 's1', 'Makes vague problems tangible')
      addFocusArea(mona.doc, { id: 'f1', title: 'Closing decisions' })
      await Promise.all([mona.saved(), employee.saved()])
      await employee.until((doc) => planOf(doc).focusAreas.length === 1)
      const due = addCalendarDays(start.slice(0, 10), 40)
      addAction(employee.doc, 'f1', {
        id: 'a1',
        kind: 'experience',
        title: 'Run the weekly decision meeting',
        owner: rafe,
        due,
      })
      addSupport(mona.doc, { id: 'u1', text: 'Introduce Rafe to Ines', by: addCalendarDays(start.slice(0, 10), 10) })
      setRevisit(mona.doc, addCalendarDays(start.slice(0, 10), 84))
      await Promise.all([mona.saved(), employee.saved()])
      // Saved is not yet seen by the other: each waits for the last thing that the other wrote.
      await employee.until((doc) => planOf(doc).revisit !== null)
      await mona.until((doc) => planOf(doc).focusAreas[0]?.actions.length === 1)
      expect(await mona.hash()).toBe(await employee.hash())

      const first = await world.api<Revision>('rafe', 'POST', `/api/plans/${rafe}/stamps`, {
        hash: await employee.hash(),
      })
      expect(first.body).toMatchObject({ number: 1, stamps: [{ by: rafe }] })
      const second = await world.api<Revision>('mona', 'POST', `/api/plans/${rafe}/stamps`, { hash: await mona.hash() })
      expect(second.body.number).toBe(1)
      expect(second.body.stamps).toHaveLength(2)
      mona.close()
      employee.close()
    })

    step(
      '6 R6 R11: the meeting ends, and within five minutes both have the summary with titles and dates',
      async () => {
        await world.advanceTo(end)
        await world.meeting(slot.id, 'end')
        for (const person of ['rafe', 'mona']) {
          const summary = await last(person, /growth plan, 2026 Q4/)
          expect(Date.parse(summary.timestamp) - Date.parse(end)).toBeLessThanOrEqual(5 * 60_000)
          const texts = textsOf(cardIn(summary)).join('\n')
          expect(texts).toContain('you both agreed on revision 1')
          expect(texts).toContain('Run the weekly decision meeting')
          expect(texts).not.toContain('I want to lead a product area')
          expect(button(cardIn(summary), 'Open plan').url).toContain('subEntityId')
        }
      },
    )

    step(
      '7 R11: three weeks later the owner of an action is asked, one tap answers, and the plan shows it',
      async () => {
        await world.advance('P3W')
        await world.advance('P1D')
        const check = cardIn(await last('rafe', /How is it going/))
        expect(textsOf(check)).toContain('Run the weekly decision meeting')
        const answer = await world.press('rafe', button(check, 'Stuck'))
        expect(textsOf(answer.body.value)).toContain('Stuck')
        const plan = (await world.api<PlanInfo>('mona', 'GET', `/api/plans/${rafe}`)).body
        expect(plan.commitments.find(({ id }) => id === 'a1')?.entries.at(-1)?.state).toBe('stuck')
        const own = cardIn(await last('mona', /How is it going/))
        expect(textsOf(own)).toContain('Introduce Rafe to Ines')
      },
    )

    if (!told.whole) return

    step(
      '8 R10: next quarter the next offer comes, the agenda begins with the promise, and the tab shows both quarters',
      async () => {
        await world.advanceTo('2027-01-08T12:00:00.000Z')
        const offer = cardIn(await last('mona', /Turn one 1-1 with Rafe/))
        expect(textsOf(offer).join(' ')).toMatch(/1[0-3] weeks after your last one/)
        const chosen = offer.body.find(({ type }) => type === 'Input.ChoiceSet')?.value ?? ''
        await world.press('mona', button(offer, 'Convert'), { slot: chosen })
        const next = (await world.calendar('mona')).find(({ id }) => id === chosen) as GraphEvent
        expect(next.subject).toMatch(/Growth discussion$/)
        await world.advanceTo(at(next))
        await world.meeting(next.id, 'start')

        const panel = (await world.api<Discussion>('rafe', 'GET', `/api/discussions/${rafe}/2027-Q1`)).body
        expect(panel.agenda[0]).toMatchObject({ kind: 'promises' })
        expect(panel.agenda[0]?.lines.map(({ text }) => text).join('\n')).toContain(
          'Run the weekly decision meeting: stuck',
        )
        expect(panel.promised?.commitments.map(({ title }) => title)).toContain('Introduce Rafe to Ines')
        const home = (await world.api<Home>('rafe', 'GET', '/api/home')).body
        expect(home.quarters.slice(-2).map(({ label, state }) => [label, state])).toEqual([
          ['2026 Q4', 'agreed'],
          ['2027 Q1', 'held'],
        ])
        expect(home.quarters.at(-2)?.day).toBe(start.slice(0, 10))
        expect(home.commitments.map(({ id }) => id).sort()).toEqual(['a1', 'u1'])
        const team = (await world.api<Team>('mona', 'GET', '/api/team')).body
        expect(team.rows.find(({ employee }) => employee.id === rafe)).toMatchObject({ stuck: 1, next: 'agree' })
        expect(dayShort(start.slice(0, 10))).toMatch(/^Tue/)
      },
    )
  })
}

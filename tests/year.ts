// Plays nearly a year of Mona and Rafe: three growth discussions agreed and followed up, and the fourth one with a date.
import type * as Y from 'yjs'
import type { Discussion, Home, PlanInfo } from '#shared/api.ts'
import { questionsFor } from '#shared/discussion/preparation.ts'
import { aspirationOf } from '#shared/plan/doc.ts'
import {
  addAction,
  addFocusArea,
  addStrength,
  addSupport,
  removeItem,
  setAction,
  setRevisit,
} from '#shared/plan/edit.ts'
import { addCalendarDays } from '#shared/time.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { agree, begin, convert, endOf, idsOf, newest, report, startOf } from '#tests/play.ts'
import { button, cardIn, type GraphEvent, type TestWorld } from '#tests/world.ts'

/** Writes into the plan; `ahead(10)` is the day ten days after the discussion, `rafe` his id. */
type Edit = (doc: Y.Doc, ahead: (days: number) => string, rafe: string) => void

/** Begins with a fresh world and ends six days before the fourth discussion, with its event. `offered` is called while the first offer is open. */
export async function playYear(world: TestWorld, offered: () => Promise<void> = async () => {}): Promise<GraphEvent> {
  const rafe = (await idsOf(world)).rafe ?? ''
  const says = (action: string, state: string, why = '') => report(world, 'rafe', rafe, action, state, why)
  await world.advance('PT25H')
  await offered()
  for (const one of ['rafe', 'leila', 'jun'])
    await world.press(one, button(cardIn(await newest(world, one, /uses Growth/)), 'Good to know'))

  await hold(world, await convert(world), firstPlan)
  await world.advance('P5W')
  await says('usability', 'done')
  await world.advanceTo('2027-01-11T12:00:00.000Z')
  await says('principles', 'dropped', 'the onboarding team writes them')

  await hold(world, await convert(world), secondPlan)
  await world.advance('P7W')
  await says('course1', 'done')
  await says('critique', 'onTrack')
  await world.advanceTo('2027-04-09T12:00:00.000Z')

  await hold(world, await convert(world), thirdPlan)
  await world.advance('P3W')
  await says('critique', 'onTrack')
  await says('shadow', 'onTrack')
  await says('decide', 'stuck', 'no slots in the calendar')
  await report(world, 'mona', rafe, 'roadmap', 'onTrack')
  await world.advanceTo('2027-07-09T12:00:00.000Z')
  const event = await convert(world)
  await world.advanceTo(`${addCalendarDays(startOf(event).slice(0, 10), -6)}T12:00:00.000Z`)
  return event
}

/** What both write before the fourth discussion: Rafe's answers, shared, and Mona's private note. */
export async function prepareFourth(world: TestWorld): Promise<void> {
  const rafe = (await idsOf(world)).rafe ?? ''
  const { quarter } = (await world.api<Home>('rafe', 'GET', '/api/home')).body.me
  const path = `/api/discussions/${rafe}/${quarter.key}`
  const asked = (await world.api<Discussion>('rafe', 'GET', path)).body.mine.answers
  const questions = asked.length > 0 ? asked.map(({ question }) => question) : questionsFor('employee', 'Rafe')
  const answers = questions.map((question, index) => ({ question, text: ANSWERS[index] ?? '' }))
  await world.api('rafe', 'PUT', `${path}/preparation`, { answers })
  await world.api('rafe', 'POST', `${path}/preparation/share`, {})
  const text = 'Ask what got in the way in May before offering help with the slots.'
  await world.api('mona', 'PUT', `/api/pairs/${rafe}/note`, { text, version: null })
}

const ANSWERS = [
  'The critique has become a habit. The billing decisions have not.',
  'Towards a whole product area, starting with billing.',
  'A place at the table where billing is decided.',
]

/** What the two add in the fourth discussion; not agreed yet. */
export const addInFourth = (world: TestWorld, event: GraphEvent) => edit(world, startOf(event).slice(0, 10), fourthPlan)

/** One discussion from its first minute to its end, agreed. */
async function hold(world: TestWorld, event: GraphEvent, write: Edit): Promise<void> {
  const rafe = (await idsOf(world)).rafe ?? ''
  await begin(world, event)
  await edit(world, startOf(event).slice(0, 10), write)
  await agree(world, rafe)
  await world.advanceTo(endOf(event))
  await world.meeting(event.id, 'end')
}

async function edit(world: TestWorld, day: string, write: Edit): Promise<void> {
  const rafe = (await idsOf(world)).rafe ?? ''
  const { document } = (await world.api<PlanInfo>('rafe', 'GET', `/api/plans/${rafe}`)).body
  const own = await openLivePlan(world, 'rafe', document)
  write(own.doc, (days) => addCalendarDays(day, days), rafe)
  await own.saved()
  own.close()
}

const firstPlan: Edit = (doc, ahead, owner) => {
  aspirationOf(doc)?.insert(
    0,
    'I want to lead the design of a whole product area, and be the person teams come to before a problem has a shape.',
  )
  addStrength(doc, 's1', 'Makes vague problems tangible within days')
  addStrength(doc, 's2', 'Calm, honest critiques')
  addFocusArea(doc, {
    id: 'research',
    title: 'Research that other teams build on',
    why: 'Support already asks for the findings.',
    expectation: 'Senior: evidence others reuse',
    goal: 'Halve churn in month one',
  })
  addAction(doc, 'research', { id: 'usability', title: 'Two usability rounds on my own', owner, due: ahead(60) })
  addAction(doc, 'research', { id: 'principles', title: 'Write down the onboarding principles', owner, due: ahead(70) })
  setRevisit(doc, ahead(84))
}

const secondPlan: Edit = (doc, ahead, owner) => {
  removeItem(doc, 'usability')
  removeItem(doc, 'principles')
  addAction(doc, 'research', {
    id: 'course1',
    kind: 'course',
    title: 'Interviewing users, the first course',
    owner,
    due: ahead(55),
  })
  addFocusArea(doc, {
    id: 'others',
    title: 'Helping other designers grow',
    why: 'Expected at the next level.',
    expectation: 'Lead: develops other people',
    goal: 'Two design leads by summer',
  })
  addAction(doc, 'others', {
    id: 'critique',
    title: 'Host the design critique every second week',
    owner,
    due: ahead(140),
    firstStep: 'invite support to one',
    firstStepBy: ahead(9),
  })
  setRevisit(doc, ahead(84))
}

const thirdPlan: Edit = (doc, ahead, owner) => {
  removeItem(doc, 'course1')
  addStrength(doc, 's3', 'Trusted by research and support')
  addAction(doc, 'research', {
    id: 'course2',
    kind: 'course',
    title: 'Interviewing users, the advanced course',
    owner,
    due: ahead(157),
    firstStep: 'book a place',
    firstStepBy: ahead(10),
  })
  setAction(doc, 'critique', 'due', ahead(129))
  addFocusArea(doc, {
    id: 'closing',
    title: 'Closing decisions, not only opening them',
    why: 'People wait for someone to decide.',
    expectation: 'Senior: brings decisions to a close',
    goal: 'Self-serve onboarding',
  })
  addAction(doc, 'closing', {
    id: 'decide',
    title: 'Run the weekly billing decision meeting',
    owner,
    due: ahead(129),
    firstStep: 'ask Jonas for the slots',
    firstStepBy: ahead(7),
    when: 'a talk drifts',
    then: 'ask what we decide today',
  })
  addAction(doc, 'closing', {
    id: 'shadow',
    kind: 'people',
    title: 'Shadow Ines in two portfolio reviews',
    owner,
    due: ahead(115),
    firstStep: 'pick the two dates',
    firstStepBy: ahead(3),
  })
  addSupport(doc, { id: 'roadmap', text: 'Bring Rafe into the autumn roadmap talks', by: ahead(98) })
  setRevisit(doc, ahead(84))
}

const fourthPlan: Edit = (doc, ahead, owner) => {
  addAction(doc, 'research', {
    id: 'churn',
    title: 'Plan and run the churn interviews with Priya',
    owner,
    due: ahead(24),
    firstStep: 'draft the questions',
    firstStepBy: ahead(8),
  })
  addAction(doc, 'others', {
    id: 'mentor',
    kind: 'people',
    title: 'Mentor Leïla through her first release',
    owner,
    due: ahead(87),
    firstStep: 'agree on a rhythm',
    firstStepBy: ahead(2),
  })
  setRevisit(doc, ahead(84))
}

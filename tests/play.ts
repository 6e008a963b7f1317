// Plays parts of the story quickly, for tests and pictures that need a world in which something has happened already.
import type { PlanInfo, Revision } from '#shared/api.ts'
import { aspirationOf, planOf } from '#shared/plan/doc.ts'
import { addAction, addFocusArea, addStrength, addSupport, setRevisit } from '#shared/plan/edit.ts'
import { addCalendarDays } from '#shared/time.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { type BotActivity, button, cardIn, type GraphEvent, type TestWorld } from '#tests/world.ts'

/** Ids of the built-in company's people, by key. */
export async function idsOf(world: TestWorld): Promise<Record<string, string>> {
  const { people } = await world.control<{ people: { key: string; id: string }[] }>('GET', '/host/state')
  return Object.fromEntries(people.map(({ key, id }) => [key, id]))
}

export async function newest(world: TestWorld, person: string, words: RegExp): Promise<BotActivity> {
  const found = (await world.chats(person)).findLast((one) => words.test(one.summary ?? one.text ?? ''))
  if (!found) throw new Error(`${person} has nothing like ${words}`)
  return found
}

/** Converts the slot that Mona's newest offer about Rafe recommends (or `pick`s of its choices). */
export async function convert(world: TestWorld, pick = 0): Promise<GraphEvent> {
  const offer = cardIn(await newest(world, 'mona', /Turn one 1-1 with Rafe/))
  const choices = offer.body.find(({ type }) => type === 'Input.ChoiceSet')?.choices ?? []
  const eventId = choices[pick]?.value ?? ''
  await world.press('mona', button(offer, 'Convert'), { slot: eventId })
  const event = (await world.calendar('mona')).find(({ id }) => id === eventId)
  if (!event?.subject.endsWith('Growth discussion')) throw new Error('The slot was not converted')
  return event
}

export const startOf = (event: GraphEvent) => new Date(`${event.start.dateTime.slice(0, 19)}Z`).toISOString()
export const endOf = (event: GraphEvent) => new Date(`${event.end.dateTime.slice(0, 19)}Z`).toISOString()

/** Turns the clock to its beginning and starts it; resolves to the chat's id. */
export async function begin(world: TestWorld, event: GraphEvent): Promise<string> {
  await world.advanceTo(startOf(event))
  await world.meeting(event.id, 'start')
  const meetings = await world.control<{ chatId: string; iCalUId: string }[]>('GET', '/host/meetings')
  return meetings.find(({ iCalUId }) => iCalUId === event.iCalUId)?.chatId ?? ''
}

/** The plan of the mock-ups, written by both at the live plan. `day` is the discussion's. */
export async function writePlan(world: TestWorld, rafe: string, day: string): Promise<void> {
  const { document } = (await world.api<PlanInfo>('mona', 'GET', `/api/plans/${rafe}`)).body
  const [mona, own] = await Promise.all([openLivePlan(world, 'mona', document), openLivePlan(world, 'rafe', document)])
  const ahead = (days: number) => addCalendarDays(day, days)
  const { doc } = own
  if (planOf(doc).aspiration === '')
    aspirationOf(doc)?.insert(
      0,
      'I want to lead the design of a whole product area, and be the person teams come to before a problem has a shape.',
    )
  for (const [id, text] of [
    ['s1', 'Makes vague problems tangible within days'],
    ['s2', 'Calm, honest critiques'],
    ['s3', 'Trusted by research and support'],
  ] as const)
    addStrength(doc, id, text)
  addFocusArea(doc, {
    id: 'f1',
    title: 'Closing decisions, not only opening them',
    why: 'People wait for someone to decide.',
    expectation: 'Senior: brings decisions to a close',
    goal: 'Self-serve onboarding',
  })
  addFocusArea(doc, {
    id: 'f2',
    title: 'Research that other teams build on',
    why: 'Support already asks for the findings.',
    expectation: 'Senior: evidence others reuse',
    goal: 'Halve churn in month one',
  })
  addFocusArea(doc, {
    id: 'f3',
    title: 'Helping other designers grow',
    why: 'Expected at the next level.',
    expectation: 'Lead: develops other people',
    goal: 'Two design leads by summer',
  })
  addAction(doc, 'f1', {
    id: 'a1',
    kind: 'experience',
    title: 'Run the weekly billing decision meeting',
    owner: rafe,
    due: ahead(45),
    firstStep: 'ask Jonas for the slots',
    firstStepBy: ahead(7),
    when: 'a talk drifts',
    then: 'ask what we decide today',
  })
  addAction(doc, 'f1', {
    id: 'a2',
    kind: 'people',
    title: 'Shadow Ines in two portfolio reviews',
    owner: rafe,
    due: ahead(31),
    firstStep: 'pick the two dates',
    firstStepBy: ahead(3),
  })
  addAction(doc, 'f2', {
    id: 'a3',
    kind: 'course',
    title: 'Interviewing users, the advanced course',
    owner: rafe,
    due: ahead(73),
    firstStep: 'book a place',
    firstStepBy: ahead(10),
  })
  addAction(doc, 'f3', {
    id: 'a4',
    kind: 'experience',
    title: 'Host the design critique every second week',
    owner: rafe,
    due: ahead(45),
    firstStep: 'invite support to one',
    firstStepBy: ahead(9),
  })
  addSupport(mona.doc, { id: 'u1', text: 'Bring Rafe into the roadmap talks for the first quarter', by: ahead(14) })
  addSupport(mona.doc, { id: 'u2', text: 'Introduce Rafe to Ines, who leads payments design', by: ahead(10) })
  setRevisit(mona.doc, ahead(84))
  await Promise.all([mona.saved(), own.saved()])
  mona.close()
  own.close()
}

/** Two more actions, which nobody has agreed on yet. */
export async function addToPlan(world: TestWorld, rafe: string, day: string): Promise<void> {
  const { document } = (await world.api<PlanInfo>('mona', 'GET', `/api/plans/${rafe}`)).body
  const own = await openLivePlan(world, 'rafe', document)
  const ahead = (days: number) => addCalendarDays(day, days)
  addAction(own.doc, 'f2', {
    id: 'n1',
    kind: 'experience',
    title: 'Plan and run the churn interviews with Priya',
    owner: rafe,
    due: ahead(24),
    firstStep: 'draft the questions',
    firstStepBy: ahead(8),
  })
  addAction(own.doc, 'f3', {
    id: 'n2',
    kind: 'people',
    title: 'Mentor Leïla through her first release',
    owner: rafe,
    due: ahead(87),
    firstStep: 'agree on a rhythm',
    firstStepBy: ahead(2),
  })
  await own.saved()
  own.close()
}

/** Both stamp the text as it is. */
export async function agree(world: TestWorld, rafe: string): Promise<Revision> {
  const { document } = (await world.api<PlanInfo>('mona', 'GET', `/api/plans/${rafe}`)).body
  const own = await openLivePlan(world, 'rafe', document)
  const hash = await own.hash()
  own.close()
  for (const person of ['rafe', 'mona']) {
    const { status, body } = await world.api<Revision>(person, 'POST', `/api/plans/${rafe}/stamps`, { hash })
    if (status !== 200) throw new Error(`${person} could not agree: ${JSON.stringify(body)}`)
    if (body.stamps.length === 2) return body
  }
  throw new Error('Both stamped, but it is not agreed')
}

export const report = (world: TestWorld, person: string, rafe: string, action: string, state: string, why = '') =>
  world.api(person, 'POST', `/api/plans/${rafe}/actions/${action}`, { state, why })

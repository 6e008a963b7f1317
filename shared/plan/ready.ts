// Why a plan can't be agreed on yet (R8, R9): one sentence for each field that is in the way.
import { actionsOf, LIMIT, type Plan } from './plan.ts'

/** `field` is '<id>.<field>', or 'focusAreas' for the plan as a whole. */
export type Problem = { field: string; sentence: string }

/**
 * Everything that stands in the way of a stamp, in reading order; nothing means that the plan can be agreed on.
 * `today` is a day in the zone of whoever agrees. A due date before it is excused where the last agreed revision had it so:
 * what is overdue stays visible instead of being dated anew.
 */
export function problemsOf(plan: Plan, today: string, agreed: Plan | null): Problem[] {
  const stood = new Map(agreed ? actionsOf(agreed).map(({ action }) => [action.id, action.due]) : [])
  const problems: Problem[] = []
  const say = (field: string, sentence: string) => problems.push({ field, sentence })

  for (const { field, text, most } of textsOf(plan))
    if (text.length > most) say(field, `This is longer than ${most} characters. Shorten it.`)
  if (plan.focusAreas.length === 0) say('focusAreas', 'A plan needs at least one focus area.')
  if (plan.focusAreas.length > 3) say('focusAreas', 'Three focus areas at a time are enough. Remove one.')
  for (const area of plan.focusAreas) {
    if (isBlank(area.title)) say(`${area.id}.title`, 'Name the skill or experience.')
    for (const action of area.actions) {
      if (isBlank(action.title)) say(`${action.id}.title`, 'Say what will be done.')
      if (action.owner === '') say(`${action.id}.owner`, 'Choose who does it.')
      if (action.due === null) say(`${action.id}.due`, 'Choose a day.')
      else if (isPast(action.due, today) && stood.get(action.id) !== action.due) say(`${action.id}.due`, PAST_DUE)
    }
  }
  return problems
}

function textsOf(plan: Plan): { field: string; text: string; most: number }[] {
  const line = (id: string, field: string, text: string) => ({ field: `${id}.${field}`, text, most: LIMIT.line })
  return [
    { field: 'aspiration', text: plan.aspiration, most: LIMIT.aspiration },
    ...plan.strengths.map(({ id, text }) => line(id, 'text', text)),
    ...plan.focusAreas.flatMap((area) => [
      ...(['title', 'expectation', 'goal'] as const).map((field) => line(area.id, field, area[field])),
      { field: `${area.id}.why`, text: area.why, most: LIMIT.text },
      ...area.actions.flatMap((action) =>
        (['title', 'firstStep', 'when', 'then'] as const).map((field) => line(action.id, field, action[field])),
      ),
    ]),
    ...plan.support.map(({ id, text }) => line(id, 'text', text)),
  ]
}

/** Said under a due date that lies behind. */
export const PAST_DUE = 'That day has passed. Choose today or a later one.'

/** Both are days. */
export function isPast(day: string, today: string): boolean {
  return day < today
}

function isBlank(text: string): boolean {
  return text.trim() === ''
}

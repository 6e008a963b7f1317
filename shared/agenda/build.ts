// Makes the agenda of one discussion by rules from what is there (R10); a point without material asks a question.
import { answerTitles } from '../discussion/preparation.ts'
import { type Commitment, PROGRESS_WORDS, stateOf } from '../history/commitment.ts'
import { withoutMarks } from '../plan/marks.ts'
import type { Plan } from '../plan/plan.ts'
import { dayMonth } from '../time.ts'
import type { Evidence, Point } from './agenda.ts'
import { questionsOf } from './questions.ts'

export type Material = {
  /** Length of the slot, minutes. */
  minutes: number
  /** What the last agreed plan promised. */
  promises: readonly Commitment[]
  /** Answers that were shared, with their writer's person id and the day of sharing. */
  shared: readonly { writer: string; day: string; answers: readonly { question: string; text: string }[] }[]
  plan: Plan
  employee: { id: string; firstName: string }
  manager: { firstName: string }
  today: string
  own: readonly Point[]
  /** The quarter's key: which questions of the bank it is the turn of. */
  quarter: string
}

type Draft = Omit<Point, 'minutes'> & { weight: number }

/** The six points in R10's order, then what the two added before "Agree on the plan"; minutes add up to the slot. */
export function buildAgenda(of: Material): Point[] {
  const promised: Draft = { ...point('promises', 'What we promised last time', promiseLines(of), of), weight: 8 }
  const standing: Draft = { ...point('standing', 'Where you stand', answersFor(of, 0), of), weight: 7 }
  const feedback: Draft = { ...point('feedback', 'What the feedback says', [], of), weight: 9 }
  const direction: Draft = { ...point('direction', 'Where you want to go', directionLines(of), of), weight: 6 }
  const growth: Draft = { ...point('growth', 'Skills and experiences', answersFor(of, 2), of), weight: 10 }
  const agree: Draft = {
    id: 'agree',
    kind: 'agree',
    title: 'Agree on the plan',
    lines: [],
    questions: questionsOf('agree', of.quarter),
    weight: 5,
  }
  const own = of.own.map((one): Draft => ({ ...one, weight: 4 }))
  return inMinutes([promised, standing, feedback, direction, growth, ...own, agree], of.minutes)
}

function point(
  kind: 'promises' | 'standing' | 'feedback' | 'direction' | 'growth',
  title: string,
  lines: Point['lines'],
  of: Material,
) {
  return { id: kind, kind, title, lines, questions: lines.length > 0 ? [] : questionsOf(kind, of.quarter) }
}

function promiseLines({ promises, today }: Material): Point['lines'] {
  return promises.map((one) => {
    const said = one.entries
      .filter((entry) => entry.why.trim() !== '')
      .map(
        (entry): Evidence => ({
          id: `${one.id}@${entry.at}`,
          quote: entry.why,
          by: entry.by,
          day: entry.at.slice(0, 10),
          source: 'progress',
        }),
      )
    const due = one.due ? `, by ${dayMonth(one.due, today)}` : ''
    return { text: `${one.title}: ${PROGRESS_WORDS[stateOf(one)].toLowerCase()}${due}`, evidence: said }
  })
}

/** What was written about where to go, and the aspiration as it stands. */
function directionLines(of: Material): Point['lines'] {
  const aspiration = withoutMarks(of.plan.aspiration).trim()
  const stands: Point['lines'] = aspiration === '' ? [] : [{ text: `So far: ${aspiration}`, evidence: [] }]
  return [...stands, ...answersFor(of, 1)]
}

/** The shared answers to one of the three questions, each a quote of its writer. */
function answersFor({ shared, employee, manager }: Material, question: 0 | 1 | 2): Point['lines'] {
  return shared.flatMap(({ writer, day, answers }) => {
    const answer = answers[question]
    if (!answer || answer.text.trim() === '') return []
    const id = `${writer}/${question}`
    const side = writer === employee.id ? 'employee' : 'manager'
    const text = answerTitles(side, employee.firstName, manager.firstName)[question] ?? answer.question
    return [{ text, evidence: [{ id, quote: answer.text, by: writer, day, source: 'preparation' as const }] }]
  })
}

/** Shares the slot out by weight in whole minutes, at least one each; the remainders go to the largest fractions. */
export function inMinutes(drafts: readonly Draft[], minutes: number): Point[] {
  const total = drafts.reduce((sum, one) => sum + one.weight, 0)
  const spare = Math.max(0, Math.round(minutes) - drafts.length)
  const exact = drafts.map((one) => (spare * one.weight) / total)
  const whole = exact.map(Math.floor)
  const left = spare - whole.reduce((sum, one) => sum + one, 0)
  const byFraction = exact
    .map((value, index) => ({ index, fraction: value - Math.floor(value) }))
    .sort((a, b) => b.fraction - a.fraction || a.index - b.index)
  for (const { index } of byFraction.slice(0, left)) whole[index] = (whole[index] ?? 0) + 1
  return drafts.map(({ weight: _, ...point }, index) => ({ ...point, minutes: 1 + (whole[index] ?? 0) }))
}

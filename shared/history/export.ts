// Everything about an employee that is theirs to see, as Markdown or JSON (R8).
import type { Home, PlanInfo } from '../api.ts'
import { dayMonth, localOf } from '../time.ts'
import type { Commitment } from './commitment.ts'
import { PROGRESS_WORDS } from './commitment.ts'
import { shownState } from './words.ts'

/** `plan` is null where the employee has no plan yet. */
export type ExportOf = { home: Home; plan: PlanInfo | null }

/** The export as JSON text with two spaces of indent. */
export function exportJson({ home, plan }: ExportOf): string {
  const value = {
    employee: home.me.person,
    manager: home.me.manager,
    exportedAt: home.me.now,
    plan: home.plan?.now ?? null,
    revisions: [plan?.agreed, plan?.latest].filter(
      (one, index, all) => one && all.findIndex((other) => other?.number === one.number) === index,
    ),
    commitments: home.commitments,
    quarters: home.quarters,
    people: home.people,
  }
  return `${JSON.stringify(value, null, 2)}\n`
}

/** The export as Markdown. What people wrote stays text: its markup is escaped (R16). */
export function exportMarkdown({ home, plan }: ExportOf): string {
  const { me } = home
  const day = (value: string | null) => (value ? dayMonth(value, me.today) : '')
  const on = (instant: string) => day(localOf(instant, me.zone).day)
  const nameOf = (id: string) =>
    home.people.find((one) => one.id === id)?.name ?? (id === me.person.id ? me.person.name : '')
  const lines: string[] = [`# Growth plan of ${text(me.person.name)}`, '']
  const section = (title: string, ...body: string[]) => {
    const filled = body.filter((line) => line !== '')
    if (filled.length > 0) lines.push(title, '', ...filled, '')
  }

  lines.push(`Exported on ${day(me.today)}.`, '')
  const now = home.plan?.now
  if (now) {
    if (home.plan?.agreed) lines.push(`Agreed on ${on(home.plan.agreed.at)}, revision ${home.plan.agreed.number}.`, '')
    section('## Where I’m heading', text(now.aspiration))
    section('## Strengths to build on', ...now.strengths.map((one) => bullet(one.text)))
    if (now.focusAreas.length > 0) lines.push('## Focus areas', '')
    for (const area of now.focusAreas) {
      lines.push(`### ${text(area.title)}`, '')
      for (const said of [area.why, area.expectation, area.goal]) if (said.trim()) lines.push(text(said), '')
      section(
        '',
        ...area.actions.flatMap((action) => [
          bullet(
            [action.title, nameOf(action.owner), action.due && `by ${day(action.due)}`].filter(Boolean).join(', '),
          ),
          action.firstStep.trim() &&
            `  ${bullet(`First step${action.firstStepBy ? `, by ${day(action.firstStepBy)}` : ''}: ${action.firstStep}`)}`,
          action.when.trim() && `  ${bullet(`When ${action.when}, then I ${action.then}`)}`,
        ]),
      )
    }
    section(
      `## What ${me.manager ? text(me.manager.firstName) : 'my manager'} will do`,
      ...now.support.map((one) => bullet(one.by ? `${one.text}, by ${day(one.by)}` : one.text)),
    )
    section('## We look at this again', day(now.revisit))
  } else lines.push('No plan yet.', '')

  section('## Promises', ...home.commitments.flatMap((one) => promise(one, day, on, nameOf)))
  section(
    '## Discussions',
    ...home.quarters.filter((one) => one.day).map((one) => bullet(`${one.label}: ${day(one.day)}`)),
  )
  section(
    '## Agreement',
    ...(plan?.agreed?.stamps ?? []).map((stamp) =>
      bullet(`${nameOf(stamp.by)} agreed on revision ${plan?.agreed?.number} on ${on(stamp.at)}`),
    ),
  )
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`
}

function promise(
  one: Commitment,
  day: (value: string) => string,
  on: (instant: string) => string,
  nameOf: (id: string) => string,
): string[] {
  const head = `${one.title}: since ${day(one.since)}, ${PROGRESS_WORDS[shownState(one)].toLowerCase()}`
  return [
    bullet(head),
    ...one.entries.map((entry) => {
      const said = `${on(entry.at)}, ${nameOf(entry.by)}: ${PROGRESS_WORDS[entry.state].toLowerCase()}`
      return `  ${bullet(entry.why.trim() ? `${said} (${entry.why})` : said)}`
    }),
  ]
}

const bullet = (said: string) => `- ${text(said)}`

/** One line of plain words: markup characters escaped, line breaks made spaces. */
function text(said: string): string {
  return said
    .trim()
    .replace(/\s*[\r\n\u2028\u2029]\s*/g, ' ')
    .replace(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&')
    .replace(/^(\d+)\./, '$1\\.')
    .replace(/^([-=])/, '\\$1')
}

// Everything about a person that is theirs to see, as Markdown or JSON (R8).
import type { Everything } from '../api.ts'
import type { Content } from '../outbox/content.ts'
import type { Plan } from '../plan/plan.ts'
import { AUDIT_WORDS, SOMEONE_GONE, SURFACE_WORDS } from '../privacy/words.ts'
import { dayMonth, localOf, slotWords } from '../time.ts'
import type { Commitment } from './commitment.ts'
import { PROGRESS_WORDS } from './commitment.ts'
import { bullet, marked, markedLine, text } from './markdown.ts'
import { shownState } from './words.ts'

/** The export as JSON text with two spaces of indent: all of the server's reply. */
export function exportJson({ me, ...rest }: Everything): string {
  const { person, manager, now, zone } = me
  const value = { exportedAt: now, zone, employee: { ...person, ...rest.person }, manager, ...rest, person: undefined }
  return `${JSON.stringify(value, null, 2)}\n`
}

/** How days, moments and people are said in the reader's zone. */
type Words = { day(value: string | null): string; on(instant: string | null): string; name(id: string): string }

/** The export as Markdown. What people wrote stays text: its markup is escaped (R16). */
export function exportMarkdown(of: Everything): string {
  const { me } = of
  const day = (value: string | null) => (value ? dayMonth(value, me.today) : '')
  const words: Words = {
    day,
    on: (instant) => (instant ? day(localOf(instant, me.zone).day) : ''),
    name: (id) => [me.person, ...of.people].find((one) => one.id === id)?.name ?? '',
  }
  const blocks = [
    [`# Growth plan of ${text(me.person.name)}`, '', `Exported on ${day(me.today)}.`],
    planNow(of, words),
    section(
      '## Promises',
      of.commitments.flatMap((one) => promise(one, words)),
    ),
    section(
      '## Discussions',
      of.discussions.flatMap((one) => discussion(one, of, words)),
    ),
    preparation('## Preparation', of.preparations, words),
    section('## My private notes', notes('###', of.notes)),
    of.revisions.flatMap((one) => revision(one, of, words)),
    section(
      '## Messages from Growth',
      of.messages.map((one) => message(one, words)),
    ),
    section(
      '## Who has seen or changed this',
      of.audit.map((one) => seen(one, words)),
    ),
    of.asManager.flatMap(({ employee, preparations, notes: own }) => [
      ...preparation(`## What I prepared about ${text(employee.name)}`, preparations, words),
      ...section(`## My private notes about ${text(employee.name)}`, notes('###', own)),
    ]),
  ]
  return `${blocks
    .flatMap((lines) => [...lines, ''])
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`
}

/** A heading and what is under it; nothing where that is nothing. */
function section(title: string, body: string[]): string[] {
  const filled = body.filter((line) => line !== '')
  return filled.length > 0 ? [title, '', ...body, ''] : []
}

function planNow({ plan, revisions, me }: Everything, words: Words): string[] {
  if (!plan) return ['No plan yet.', '']
  const agreed = revisions.findLast(({ stamps }) => stamps.length > 1)
  const at = agreed?.stamps.map((stamp) => stamp.at).sort()
  return [
    ...(agreed ? [`Agreed on ${words.on(at?.at(-1) ?? null)}, revision ${agreed.number}.`, ''] : []),
    ...planLines('##', plan, me.manager?.firstName ?? null, words),
  ]
}

function planLines(level: '##' | '###', plan: Plan, manager: string | null, words: Words): string[] {
  const { day, name } = words
  return [
    ...section(`${level} Where I’m heading`, [marked(plan.aspiration)]),
    ...section(
      `${level} Strengths to build on`,
      plan.strengths.map((one) => `- ${markedLine(one.text)}`),
    ),
    ...(plan.focusAreas.length > 0 ? [`${level} Focus areas`, ''] : []),
    ...plan.focusAreas.flatMap((area) => [
      `${level}# ${text(area.title)}`,
      '',
      ...[markedLine(area.why), text(area.expectation), text(area.goal)].filter(Boolean).flatMap((said) => [said, '']),
      ...area.actions.flatMap((action) =>
        [
          bullet([action.title, name(action.owner), action.due && `by ${day(action.due)}`].filter(Boolean).join(', ')),
          action.firstStep.trim() &&
            `  ${bullet(`First step${action.firstStepBy ? `, by ${day(action.firstStepBy)}` : ''}: ${action.firstStep}`)}`,
          action.when.trim() && `  ${bullet(`When ${action.when}, then I ${action.then}`)}`,
        ].filter((line) => line !== ''),
      ),
      '',
    ]),
    ...section(
      `${level} What ${manager ? text(manager) : 'my manager'} will do`,
      plan.support.map((one) => bullet(one.by ? `${one.text}, by ${day(one.by)}` : one.text)),
    ),
    ...section(`${level} We look at this again`, [day(plan.revisit)]),
  ]
}

function promise(one: Commitment, { day, on, name }: Words): string[] {
  const head = `${one.title}: since ${day(one.since)}, ${PROGRESS_WORDS[shownState(one)].toLowerCase()}`
  return [
    bullet(head),
    ...one.entries.map((entry) => {
      const said = `${on(entry.at)}, ${name(entry.by)}: ${PROGRESS_WORDS[entry.state].toLowerCase()}`
      return `  ${bullet(entry.why.trim() ? `${said} (${entry.why})` : said)}`
    }),
  ]
}

const DISCUSSION_WORDS: Record<Everything['discussions'][number]['state'], string> = {
  needsSlot: 'needs a date',
  converting: 'being put into the calendar',
  scheduled: 'has a date',
  held: 'held',
  agreed: 'held and agreed',
}

function discussion(of: Everything['discussions'][number], { me }: Everything, { name }: Words): string[] {
  const when = of.start && of.end ? slotWords(of.start, of.end, me.zone, me.today) : ''
  const said = [when, name(of.manager) && `with ${name(of.manager)}`, DISCUSSION_WORDS[of.state]]
  return [
    bullet(`${of.quarter.label}: ${said.filter(Boolean).join(', ')}`),
    ...of.points.map((point) => `  ${bullet(`Point: ${point}`)}`),
  ]
}

function preparation(title: string, all: Everything['preparations'], { on, name }: Words): string[] {
  const lines = all.flatMap(({ quarter, by, shared, at, answers }) => [
    `### ${text(quarter)}, ${text(name(by) || SOMEONE_GONE)}, ${shared ? `shared on ${on(at)}` : 'not shared'}`,
    '',
    ...answers.filter((one) => one.text.trim()).map((one) => bullet(`${one.question}: ${one.text}`)),
    '',
  ])
  return section(title, lines)
}

const notes = (level: string, all: Everything['notes']) =>
  all.flatMap((one) => [
    `${level} ${text(one.quarter)}`,
    '',
    ...one.text.split(/\s*\n\s*/).flatMap((said) => [text(said), '']),
  ])

function revision(
  { number, at, quarter, plan, stamps }: Everything['revisions'][number],
  of: Everything,
  words: Words,
) {
  const agreed = stamps.map((stamp) =>
    bullet(`${words.name(stamp.by) || SOMEONE_GONE} agreed on ${words.on(stamp.at)}`),
  )
  return [
    ...section(`## Revision ${number}, ${text(quarter.label)}, ${words.on(at)}`, agreed),
    ...planLines('###', plan, of.me.manager?.firstName ?? null, words),
  ]
}

const STATES: Record<string, string> = {
  owed: 'still to come',
  claimed: 'being sent',
  sent: 'sent',
  unsure: 'may not have arrived',
  dropped: 'not sent',
}

const message = ({ content, state, at, owedAt }: Everything['messages'][number], { on }: Words) =>
  bullet(`${on(at ?? owedAt)}, ${STATES[state] ?? state}: ${titleOf(content)}`)

/** What a message was about, in a few words. */
function titleOf(of: Content): string {
  switch (of.type) {
    case 'hello':
      return `What Growth is, and that ${of.manager} uses it`
    case 'offer':
      return `Turn one 1-1 with ${of.employee} into a growth discussion?`
    case 'news':
      return of.title
    case 'prepare':
      return `Prepare the discussion with ${of.with}`
    case 'askOrganizer':
      return `May ${of.manager} turn your meeting into a growth discussion?`
    case 'askOurs':
      return `Is the meeting that ${of.organizer} organizes your 1-1 with ${of.with}?`
    case 'askRename':
      return `Put the name of the discussion with ${of.with} back?`
    case 'askHeld':
      return `Did you have the discussion with ${of.with}?`
    case 'summary':
      return `Summary of ${of.label} with ${of.with}`
    case 'check':
      return `How are your actions going? ${of.items.map(({ title }) => title).join(', ')}`
  }
}

const seen = ({ by, what, surface, at }: Everything['audit'][number], { on }: Words) =>
  bullet(`${on(at)}, ${by?.name ?? SOMEONE_GONE} ${AUDIT_WORDS[what]} ${SURFACE_WORDS[surface]}`)

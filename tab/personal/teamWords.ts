// The words of the team's rows: pure.
import type { Team, TeamRow } from '#shared/api.ts'
import { NUMBERS } from '#shared/dayWords.ts'
import { clockTime, dayMonth, dayShort, daysBetween, localOf } from '#shared/time.ts'

const numberWord = (count: number) => (count === 0 ? 'none' : (NUMBERS[count] ?? String(count)))

/** '2026 Q4: three of five have had their growth discussion or have a date' */
export function teamSum({ me, rows }: Team): string {
  const count = rows.filter((row) => row.discussion && row.discussion.state !== 'needsSlot').length
  const have =
    count === 1 ? 'has had their growth discussion or has a date' : 'have had their growth discussion or have a date'
  return `${me.quarter.label}: ${numberWord(count)} of ${numberWord(rows.length)} ${have}`
}

type Cell = { text: string; small: string }

export function lastCell(row: TeamRow, { me }: Team): Cell {
  if (!row.last) return { text: 'None yet', small: '' }
  const text = dayMonth(row.last.day, me.today)
  if (row.next === 'agree') return { text, small: 'held, you have not agreed yet' }
  if (row.next === 'convert') return { text, small: ago(daysBetween(row.last.day, me.today)) }
  if (row.last.state === 'agreed') return { text, small: 'agreed' }
  return { text, small: row.last.state === 'held' ? 'held, not agreed yet' : '' }
}

/** `icon` is null where there is nothing to look for this quarter. */
export function slotCell(row: TeamRow, { me }: Team): Cell & { icon: 'free' | 'set' | 'none' | null } {
  const at = (start: string) => `${dayShort(localOf(start, me.zone).day, me.today)}, ${clockTime(start, me.zone)}`
  const state = row.discussion?.state
  if (state === 'held' || state === 'agreed') return { text: 'In the new quarter', small: '', icon: null }
  if (state === 'converting')
    return { text: at(row.discussion?.start ?? me.now), small: 'being converted', icon: 'set' }
  if (state === 'scheduled' && row.discussion?.start)
    return { text: at(row.discussion.start), small: 'growth discussion', icon: 'set' }
  if (row.next === 'declined') return { text: 'None', small: 'does not take part', icon: null }
  if (row.free)
    return {
      text: at(row.free.start),
      small: row.next === 'notDue' ? 'you two talk twice a year' : 'free to convert',
      icon: 'free',
    }
  return { text: 'No 1-1 found', small: row.why ?? '', icon: 'none' }
}

function ago(days: number): string {
  if (days < 14) return days === 1 ? '1 day ago' : `${days} days ago`
  return `${Math.round(days / 7)} weeks ago`
}

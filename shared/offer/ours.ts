// Meetings that a third person organizes for the two (R1): slots where the manager said so, questions where nothing was said.
import type { OpenLook } from '../oneOnOne/classify.ts'
import type { Pair, Possible } from '../oneOnOne/pair.ts'
import { confirmed, type Slot, slotsOf } from '../oneOnOne/slots.ts'
import type { Instant } from '../time.ts'

/** What an answer is remembered by: the series, or the one meeting. */
export const seriesOf = ({ seriesMasterId, iCalUId }: OpenLook): string => seriesMasterId ?? iCalUId

/**
 * An employee's slots and what is still to be asked about, both in start order. `ours`: what the manager said of each
 * series. `nameOf`: first name of whoever organizes an event. What is over is not asked about.
 */
export function meetingsOf(
  looks: readonly OpenLook[],
  of: { employee: string; ours: Pair['ours']; now: Instant; nameOf: (look: OpenLook) => string },
): { slots: Slot[]; possible: Possible[] } {
  const said = new Map(of.ours.map(({ series, isOurs }) => [series, isOurs]))
  const own = looks.filter(({ employee }) => employee === of.employee)
  const slots = slotsOf(own.map((look) => (said.get(seriesOf(look)) ? confirmed(look) : look)))
  const possible = new Map<string, Possible>()
  for (const look of own.filter((one) => one.possible && one.start > of.now).toSorted(byStart)) {
    const series = seriesOf(look)
    if (said.has(series) || possible.has(series)) continue
    const { start, end, seriesMasterId } = look
    possible.set(series, { series, organizer: of.nameOf(look), start, end, repeats: seriesMasterId !== null })
  }
  return { slots, possible: [...possible.values()] }
}

const byStart = (a: OpenLook, b: OpenLook) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0)

// Plays nearly a year of Mona and Rafe: three growth discussions agreed and followed up, and the fourth one with a date.
import { agree, begin, convert, endOf, idsOf, newest, report, revisePlan, startOf, writePlan } from '#tests/play.ts'
import { button, cardIn, type GraphEvent, type TestWorld } from '#tests/world.ts'

/** Noon of the day on which the offer of each later quarter has come. */
const OFFERED = ['2027-01-11', '2027-04-09', '2027-07-09'] as const

/** Starts where a fresh world starts; resolves to the fourth discussion's event. `offered` is called while the first offer is open. */
export async function playYear(world: TestWorld, offered: () => Promise<void> = async () => {}): Promise<GraphEvent> {
  const rafe = (await idsOf(world)).rafe ?? ''
  await world.advance('PT25H')
  await offered()
  await world.press('rafe', button(cardIn(await newest(world, 'rafe', /uses Growth/)), 'Good to know'))

  await hold(world, await convert(world), (day) => writePlan(world, rafe, day))
  await world.advance('P5W')
  for (const [action, state] of [['a1', 'onTrack'], ['a2', 'done'], ['a4', 'onTrack']] as const)
    await report(world, 'rafe', rafe, action, state)
  await world.advanceTo(`${OFFERED[0]}T12:00:00.000Z`)
  await report(world, 'mona', rafe, 'u1', 'done')

  await hold(world, await convert(world), (day) => revisePlan(world, rafe, day, 'second'))
  await world.advance('P6W')
  await report(world, 'rafe', rafe, 'b1', 'done')
  await world.advanceTo(`${OFFERED[1]}T12:00:00.000Z`)

  await hold(world, await convert(world), (day) => revisePlan(world, rafe, day, 'third'))
  await world.advance('P3W')
  await report(world, 'rafe', rafe, 'a1', 'stuck', 'no slots in the calendar')
  await world.advanceTo(`${OFFERED[2]}T12:00:00.000Z`)
  return convert(world)
}

/** One discussion from its first minute to its end, agreed. */
async function hold(world: TestWorld, event: GraphEvent, write: (day: string) => Promise<void>): Promise<void> {
  const rafe = (await idsOf(world)).rafe ?? ''
  await begin(world, event)
  await write(startOf(event).slice(0, 10))
  await agree(world, rafe)
  await world.advanceTo(endOf(event))
  await world.meeting(event.id, 'end')
}

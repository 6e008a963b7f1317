// The history screen over HTTP: an employee with eight quarters beside one who has none yet.

import { join } from 'node:path'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { idsOf } from '#tests/play.ts'
import { TENANT_ID } from '#tests/sandbox/constants.ts'
import { startWorld } from '#tests/world.ts'
import { writeHistory } from './history.ts'
import { interleaved, ratio, report } from './measure.ts'

const QUARTERS = 8

export async function costOfHistory(): Promise<Record<string, number>> {
  const world = await startWorld({ store: 'sqlite' })
  try {
    const ids = await idsOf(world)
    const who = { tenant: TENANT_ID, employee: ids.rafe ?? '', manager: ids.mona ?? '' }
    const store = openSqlite(join(world.data, 'growth.sqlite'))
    await writeHistory(store, who, '2026-08-18T10:00:00.000Z', QUARTERS)
    await store.close()
    const home = async (person: string) => {
      const headers = { authorization: `Bearer ${await world.token(person)}` }
      return async () => new TextDecoder().decode(await (await fetch(`${world.app}/api/home`, { headers })).bytes())
    }
    const [full, empty] = [await home('rafe'), await home('leila')]
    const shown = JSON.parse(await full()) as { quarters: { state: string }[]; commitments: unknown[] }
    if (shown.quarters.filter(({ state }) => state === 'agreed').length < 3) throw new Error('There is no history')
    const times = await interleaved(
      [
        { name: 'full', once: full },
        { name: 'empty', once: empty },
      ],
      40,
      20,
    )
    const figure = ratio(times.full, times.empty)
    console.error(
      `home with ${QUARTERS} quarters and ${shown.commitments.length} promises ${Math.round(times.full ?? 0)} µs, empty ${Math.round(times.empty ?? 0)} µs`,
    )
    report(`history screen: ${QUARTERS} quarters / none, over HTTP`, figure, 1.5)
    return { historyVersusEmpty: figure }
  } finally {
    await world.stop()
  }
}

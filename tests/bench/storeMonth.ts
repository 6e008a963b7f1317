// What a month costs at list price: the daily work as measured with the built-in company, and what people do, added up.
import { sleep, startWorld } from '#tests/world.ts'

/** Azure Cosmos DB, serverless, non-government regions of the US: US$ for a million RU, and for a GB and month. */
const PRICE = { ru: 0.25 / 1_000_000, gb: 0.25, seen: '2026-11-24' }
const DAYS = 7
const TICK_S = 5
const MONTH_DAYS = 30
/** Per employee and quarter: what two people do with one discussion. */
const USE = { sessions: 3, editsInSession: 60, screens: 60, messages: 12 }
const KB_PER_EMPLOYEE = 150

type Units = { append: number; firstAppendAfterFolding: number; home: number; idleTick: number } & Record<
  string,
  number
>

export async function costOfMonth(units: Units): Promise<object> {
  const day = await daily()
  const { offerLife = 0, conversion = 0 } = units
  // Each edit's item is deleted again when the log is folded; a message is owed, claimed, settled, answered and shown.
  const session = USE.editsInSession * 2 * units.append + 2 * units.firstAppendAfterFolding
  const quarter = offerLife + conversion + USE.sessions * session + USE.screens * units.home + USE.messages * 90
  const perEmployee = Math.round(quarter / 3 + day * MONTH_DAYS)
  const ticks = Math.round((units.idleTick * MONTH_DAYS * 86_400) / TICK_S)
  const dollars = (employees: number) => {
    const storage = Math.max(1, (employees * KB_PER_EMPLOYEE) / 1_000_000) * PRICE.gb
    return Math.round(((employees * perEmployee + ticks) * PRICE.ru + storage) * 100) / 100
  }
  const month = { day, perEmployee, ticks, price: PRICE, employees300: dollars(300), employees30000: dollars(30_000) }
  console.error(
    `a month: ${perEmployee} RU for each employee (${day} RU a day of readings), ${ticks} RU of ticks; US$ ${month.employees300} for 300 employees, US$ ${month.employees30000} for 30,000`,
  )
  return month
}

/** RU for each person and day of a company in which nobody does anything. */
async function daily(): Promise<number> {
  const world = await startWorld({ store: 'cosmos' })
  try {
    const requests = `${world.cosmosUrl}/_control/requests`
    const { people } = await world.control<{ people: unknown[] }>('GET', '/host/state')
    await world.advance('P3D')
    await fetch(requests, { method: 'DELETE' })
    await world.advance(`P${DAYS}D`)
    await sleep(200)
    const all = (await (await fetch(requests)).json()) as {
      charge: number
      operation: string
      partition: string | null
    }[]
    const own = all.filter(({ operation, partition }) => operation !== 'query' || !partition?.includes('due/'))
    return Math.round(own.reduce((sum, { charge }) => sum + charge, 0) / DAYS / people.length)
  } finally {
    await world.stop()
  }
}

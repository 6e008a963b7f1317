// Request units of Cosmos DB, by the stand-in's model (tests/sandbox/cosmos/charges.ts says where its numbers come from).
import * as Y from 'yjs'
import { makeContainer, openCosmos } from '#bot/adapters/cosmos/store.ts'
import { type OfferVerb, respond } from '#bot/offers/respond.ts'
import { homeScreen } from '#bot/screens/home.ts'
import { employeePartition, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { setStrength } from '#shared/plan/edit.ts'
import { inProcess, newOutside, openOffer, settle, twoOf } from '#tests/inProcess.ts'
import { startCosmos } from '#tests/sandbox/cosmos/server.ts'
import { writeHistory, writtenPlan } from './history.ts'
import { report } from './measure.ts'

export async function costOfCosmos() {
  const cosmos = await startCosmos()
  const credential = { key: cosmos.key }
  const config = { endpoint: cosmos.url, database: 'growth', container: 'growth', credential }
  await makeContainer(config)
  const store = await openCosmos(config)
  const outside = newOutside()
  const app = inProcess(store, outside, 'h/1/bench', () => false)
  const charge = async (work: () => unknown) => {
    cosmos.clearRequests()
    await work()
    // What every tick asks, whether anything is due or not, is the tick's: `idleTick`.
    const requests = cosmos
      .requests()
      .filter(({ operation, partition }) => operation !== 'query' || !isShard(partition))
    return {
      tick: round(cosmos.requests().reduce((all, one) => all + one.charge, 0)),
      all: round(requests.reduce((all, one) => all + one.charge, 0)),
      queries: requests.filter(({ operation }) => operation === 'query').length,
    }
  }

  const two = twoOf('bench')
  await settle(store, outside, two, false)
  const partition = employeePartition(two.tenant, two.employee)
  await writeHistory(store, two, '2026-08-18T10:00:00.000Z', 8)

  const open = await charge(() => store.readLog(partition))
  const person = (await store.get('person', tenantPartition(two.tenant), two.employee))?.value
  if (!person) throw new Error('Nobody is there')
  const home = await charge(() => homeScreen(app.world, { person, roles: [] }))
  const doc = writtenPlan(two.employee, '2026-08-18')
  let edit = new Uint8Array()
  doc.on('update', (update: Uint8Array) => {
    edit = new Uint8Array(update)
  })
  setStrength(doc, 's1', 'Makes vague problems tangible')
  const first = await charge(() => store.append(partition, [{ update: edit, by: two.employee }]))
  const append = await charge(() => store.append(partition, [{ update: Y.mergeUpdates([edit]), by: two.employee }]))

  /** Opens an offer, has it asked and delivered, and answers it; resolves to what each half cost. */
  const offer = async (tenant: string, verb: OfferVerb) => {
    const of = twoOf(tenant)
    await settle(store, outside, of, false)
    const asked = await charge(async () => {
      await openOffer(store, of)
      await app.settled()
    })
    const [message] = await store.list('message', recipientPartition(of.tenant, of.manager))
    if (!message) throw new Error('Nothing was asked')
    const answered = await charge(async () => {
      await respond(app.world, message.value, verb, verb === 'offer.convert' ? (of.slots[0]?.eventId ?? '') : null)
      await app.settled()
    })
    return { asked: asked.all, answered: answered.all }
  }
  const declined = await offer('declined', 'offer.notThisQuarter')
  const converted = await offer('converted', 'offer.convert')
  await new Promise((resolve) => setTimeout(resolve, 2100))
  const idle = await charge(() => app.settled())
  await app.stop()
  await store.close()
  await cosmos.close()

  const figures = {
    planOpen: open.all,
    append: append.all,
    firstAppendAfterFolding: first.all,
    offerLife: round(declined.asked + declined.answered),
    conversion: converted.answered,
    home: home.all,
    homeQueries: home.queries,
    idleTick: idle.tick,
    crossPartitionQueries: cosmos.crossPartition(),
  }
  report('plan open', figures.planOpen, 2, ' RU')
  report('an append', figures.append, 8, ' RU')
  report("an offer's whole life: opened, asked, delivered, answered, shown", figures.offerLife, 150, ' RU')
  report('single-partition queries of the history screen', figures.homeQueries, 1, '')
  report('cross-partition queries', figures.crossPartitionQueries, 0, '')
  console.error(
    `home with eight quarters ${figures.home} RU, the first append after a folding ${figures.firstAppendAfterFolding} RU, a conversion with its discussion and both being told ${figures.conversion} RU, a tick with nothing due ${figures.idleTick} RU`,
  )
  return figures
}

const round = (figure: number) => Math.round(figure * 10) / 10
const isShard = (partition: string | null) => partition?.includes('due/') ?? false

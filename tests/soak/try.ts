import { runKills } from '/work/main/tests/soak/kills.ts'
const t = Date.now()
const [store, n] = process.argv.slice(2)
const r = await runKills({ store: store as any, seed: 1, enough: (k) => k >= Number(n), onKill: (k, l) => console.error(k, Date.now() - t, l.totals.acknowledged, l.totals.written, l.totals.refused) })
console.log(JSON.stringify(r, null, 1).slice(0, 3000), Date.now() - t)

// npm run bench NAME: measures one thing beside its peers in the same run; the last line is one JSON object.
import { benchDiscovery } from './discovery.ts'
import { benchStore } from './store.ts'

const BENCHES: Record<string, () => Promise<object>> = { store: benchStore, discovery: benchDiscovery }

const [name = ''] = process.argv.slice(2)
const bench = BENCHES[name]
if (!bench) {
  console.error(`npm run bench NAME, where NAME is one of: ${Object.keys(BENCHES).join(', ')}`)
  process.exit(2)
}
console.log(JSON.stringify(await bench()))
process.exit(0)

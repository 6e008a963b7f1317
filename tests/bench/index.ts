// npm run bench NAME: measures one thing beside its peers in the same run; the last line is one JSON object.
import { benchCollab } from './collab.ts'
import { benchDiscovery } from './discovery.ts'
import { benchStage } from './stage.ts'
import { benchStore } from './store.ts'

/** `--quick` is for developing: a part of the rounds, where a bench knows how. */
const BENCHES: Record<string, (options: { quick: boolean }) => Promise<object>> = {
  store: benchStore,
  discovery: benchDiscovery,
  collab: benchCollab,
  stage: benchStage,
}

const [name = '', ...options] = process.argv.slice(2)
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined
if (!bench || options.some((one) => one !== '--quick')) {
  console.error(`npm run bench NAME, where NAME is one of: ${Object.keys(BENCHES).join(', ')}; -- --quick for a glance`)
  process.exit(2)
}
console.log(JSON.stringify(await bench({ quick: options.includes('--quick') })))
process.exit(0)

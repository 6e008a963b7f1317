// `npm run bench discovery`: finding the 1-1s, beside JSON.parse, and what it asks of Graph.
import { costOfClassifying } from './discoveryClassify.ts'
import { costOfRequests, dayOfTenThousand } from './discoveryRequests.ts'

export async function benchDiscovery(): Promise<object> {
  return { ...(await costOfClassifying()), ...(await costOfRequests()), ...(await dayOfTenThousand()) }
}

// Links into Teams, understood the way Teams would open them.
import { z } from 'zod'

export type Destination =
  | { kind: 'tab'; entityId: string; subEntityId: string }
  | { kind: 'chat' }
  | { kind: 'web'; url: string }

const contextSchema = z.object({ subEntityId: z.string().catch('') })
/** Parameters of pages.navigateToApp, in both of its shapes. */
const navigateSchema = z.object({
  appId: z.unknown(),
  pageId: z.string().catch('home'),
  subPageId: z.string().catch(''),
})

/** Where a link leads; null for what a browser must not open (javascript:, a broken address). */
export function destinationOf(link: string, teamsAppId: string): Destination | null {
  if (!URL.canParse(link)) return null
  const url = new URL(link)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  const [first, second, app, entity] = url.pathname.split('/').filter(Boolean)
  const inTeams = url.hostname === 'teams.microsoft.com' && first === 'l'
  if (inTeams && second === 'entity' && app === teamsAppId)
    return { kind: 'tab', entityId: decode(entity ?? 'home'), subEntityId: subEntityOf(url) }
  if (inTeams && second === 'chat') return { kind: 'chat' }
  return { kind: 'web', url: url.href }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function subEntityOf(url: URL): string {
  try {
    return contextSchema.parse(JSON.parse(url.searchParams.get('context') ?? '{}')).subEntityId
  } catch {
    return ''
  }
}

/** Where pages.navigateToApp leads. */
export function destinationOfApp(parameters: unknown): Destination | null {
  const parsed = navigateSchema.safeParse(parameters)
  return parsed.success ? { kind: 'tab', entityId: parsed.data.pageId, subEntityId: parsed.data.subPageId } : null
}

// Starts the tab: greets Teams, asks for what the surface that the path names shows first, and draws when its code is there.
import type { ComponentType } from 'react'
import { employeeOnStage } from './stage/employeeOnStage.ts'

// The page's security policy forbids what zod does to be faster: compiling its parsers. It looks here when it is loaded.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })

/** Each surface is a chunk of its own: the panel does not wait for the plan's editor. */
const SURFACES = {
  home: async () => (await import('./personal/Personal.tsx')).Personal,
  panel: async () => (await import('./panel/Panel.tsx')).Panel,
  stage: async () => (await import('./stage/Stage.tsx')).Stage,
  setup: async () => (await import('./setup/Setup.tsx')).Setup,
} as const
type SurfaceName = keyof typeof SURFACES

/** What is there while a surface comes. */
const SKELETONS = { home: 'page', panel: 'panel', stage: 'stage', setup: 'page' } as const
/** A skeleton that goes again sooner than this only flickers, ms. */
const FLICKER_MS = 200

/** '/tab/stage' → 'stage'; anything unknown is the personal tab. */
function surfaceName(path: string): SurfaceName {
  const name = path.replace(/^\/tab\/?/, '').split('/')[0] ?? ''
  return name in SURFACES ? (name as SurfaceName) : 'home'
}

/** Stands in for a surface whose code did not come: what is round it says that something broke. */
const broken =
  (problem: unknown): ComponentType =>
  () => {
    throw problem
  }

async function start(): Promise<void> {
  const name = surfaceName(location.pathname)
  // All of it is on its way before any of it runs: nothing is imported here but by `import()`.
  const greeted = import('./host.ts').then(({ startHost }) => startHost())
  const onStage = name === 'stage' && employeeOnStage()
  const opened = onStage && import('./plan/ahead.ts').then(({ openAhead }) => openAhead(onStage))
  const app = import('./App.tsx')
  const coming: Promise<ComponentType> = SURFACES[name]().catch(broken)
  const [host, { drawWith }] = await Promise.all([greeted, app])
  const draw = drawWith(host)
  const late = new Promise((resolve) => setTimeout(resolve, FLICKER_MS, 'late'))
  if ((await Promise.race([late, Promise.allSettled([coming, opened])])) === 'late') draw(SKELETONS[name])
  draw(await coming)
}

/** Who has just begun anew would only do so for ever, ms. */
const JUST_MS = 30_000

// A page that was open when a new version came: the code that it has not loaded yet is there no more, and Vite says so
// (https://vite.dev/guide/build#load-error-handling). What is typed and not saved yet the browser keeps (R15).
addEventListener('vite:preloadError', async () => {
  const [came] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  if (came?.type === 'reload' && performance.now() < JUST_MS) return
  // Without a line all that is on the screen would be gone.
  const isThere = await fetch(location.href, { method: 'HEAD' }).then(
    ({ ok }) => ok,
    () => false,
  )
  if (isThere) location.reload()
})

// Not awaited: chunks that share code with this one would wait for it.
void start()

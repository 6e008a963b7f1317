// Starts the tab: says hello to Teams, takes its theme, and shows the surface that the path names.
import {
  FluentProvider,
  makeStyles,
  Subtitle2,
  teamsDarkTheme,
  teamsHighContrastTheme,
  teamsLightTheme,
  tokens,
} from '@fluentui/react-components'
import { Component, lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Loading } from '#tab/ui/Loading.tsx'
import { PAPER_THEME, useOnPaper } from '#tab/ui/paper.ts'
import { type Host, HostContext, startHost } from './host.ts'
import { employeeOnStage } from './stage/employeeOnStage.ts'

const THEMES = { light: teamsLightTheme, dark: teamsDarkTheme, contrast: teamsHighContrastTheme } as const

/** Each surface is a chunk of its own: the panel does not wait for the plan's editor. */
const SURFACES = {
  home: async () => ({ default: (await import('./personal/Personal.tsx')).Personal }),
  panel: async () => ({ default: (await import('./panel/Panel.tsx')).Panel }),
  stage: async () => ({ default: (await import('./stage/Stage.tsx')).Stage }),
  setup: async () => ({ default: (await import('./setup/Setup.tsx')).Setup }),
} as const
type SurfaceName = keyof typeof SURFACES

/** What is there while a surface comes. */
const SKELETONS = { home: 'page', panel: 'panel', stage: 'stage', setup: 'page' } as const

const useStyles = makeStyles({
  // On an element of its own: what Fluent puts over the page (menus, tooltips) wears the provider's classes, and would cover it.
  // Positioned, so that what is only for screen readers does not lengthen the page.
  app: { position: 'relative', height: '100%', overflow: 'auto', backgroundColor: tokens.colorNeutralBackground2 },
  calm: {
    height: '100%',
    display: 'grid',
    placeContent: 'center',
    textAlign: 'center',
    padding: tokens.spacingHorizontalXL,
  },
})

function App({ host }: { host: Host }) {
  const styles = useStyles()
  const [theme, setTheme] = useState(host.theme)
  useEffect(() => host.onTheme(setTheme), [host])
  const onPaper = useOnPaper()
  return (
    <HostContext value={host}>
      <FluentProvider theme={onPaper ? PAPER_THEME : THEMES[theme]} data-theme={theme}>
        <div className={styles.app}>
          <Boundary>
            {host.inTeams ? (
              <Suspense fallback={<Loading kind={SKELETONS[surface]} />}>
                <Surface />
              </Suspense>
            ) : (
              <Calm>Open Growth in Microsoft Teams</Calm>
            )}
          </Boundary>
        </div>
      </FluentProvider>
    </HostContext>
  )
}

/** '/tab/stage' → 'stage'; anything unknown is the personal tab. */
function surfaceName(path: string): SurfaceName {
  const name = path.replace(/^\/tab\/?/, '').split('/')[0] ?? ''
  return name in SURFACES ? (name as SurfaceName) : 'home'
}

function Calm({ children }: { children: string }) {
  const styles = useStyles()
  return (
    <main className={styles.calm}>
      <Subtitle2 as="h1">{children}</Subtitle2>
    </main>
  )
}

/** A bug in a screen leaves a sentence, not a white page. React knows only classes here. */
class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }
  static getDerivedStateFromError() {
    return { broken: true }
  }
  override render() {
    if (this.state.broken) return <Calm>Something broke on this screen. What said Saved is safe. Open it again.</Calm>
    return this.props.children
  }
}

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
// While Teams says hello the surface is on its way, and so is what the stage shows first.
const surface = surfaceName(location.pathname)
const coming = SURFACES[surface]()
const Surface = lazy(() => coming)
coming.catch(() => {})
const onStage = surface === 'stage' && employeeOnStage()
if (onStage) void import('./api.ts').then(({ askAhead }) => askAhead('plan', { params: { employee: onStage } }))
const host = await startHost()
createRoot(root).render(<App host={host} />)

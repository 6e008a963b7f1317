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
import { type Host, HostContext, startHost } from './host.ts'

const THEMES = { light: teamsLightTheme, dark: teamsDarkTheme, contrast: teamsHighContrastTheme } as const

/** Each surface is a chunk of its own: the panel does not wait for the plan's editor. */
const SURFACES = {
  home: lazy(async () => ({ default: (await import('./personal/Personal.tsx')).Personal })),
  panel: lazy(async () => ({ default: (await import('./panel/Panel.tsx')).Panel })),
  stage: lazy(async () => ({ default: (await import('./stage/Stage.tsx')).Stage })),
  setup: lazy(async () => ({ default: (await import('./setup/Setup.tsx')).Setup })),
} as const
type SurfaceName = keyof typeof SURFACES

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
  const Surface = SURFACES[surfaceName(location.pathname)]
  return (
    <HostContext value={host}>
      <FluentProvider theme={THEMES[theme]} data-theme={theme}>
        <div className={styles.app}>
          <Boundary>
            {host.inTeams ? (
              <Suspense fallback={<Loading kind={host.surface === 'sidePanel' ? 'panel' : 'page'} />}>
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
const host = await startHost()
createRoot(root).render(<App host={host} />)

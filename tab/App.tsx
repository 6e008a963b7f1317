// What is round every surface: Teams' theme, and the word that something broke.
import {
  FluentProvider,
  makeResetStyles,
  Subtitle2,
  teamsDarkTheme,
  teamsHighContrastTheme,
  teamsLightTheme,
  tokens,
} from '@fluentui/react-components'
import { Component, type ComponentType, type ReactNode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Loading } from '#tab/ui/Loading.tsx'
import { PAPER_THEME, useOnPaper } from '#tab/ui/paper.ts'
import { type Host, HostContext } from './host.ts'

const THEMES = { light: teamsLightTheme, dark: teamsDarkTheme, contrast: teamsHighContrastTheme } as const

const useCalmStyle = makeResetStyles({
  height: '100%',
  display: 'grid',
  placeContent: 'center',
  textAlign: 'center',
  padding: tokens.spacingHorizontalXL,
})

type Shown = ComponentType | 'page' | 'panel' | 'stage'

function App({ host, shown: Shown }: { host: Host; shown: Shown }) {
  const [theme, setTheme] = useState(host.theme)
  useEffect(() => host.onTheme(setTheme), [host])
  useEffect(() => host.drawn(), [host])
  const onPaper = useOnPaper()
  return (
    <HostContext value={host}>
      <FluentProvider theme={onPaper ? PAPER_THEME : THEMES[theme]} data-theme={theme}>
        {/* Not on the provider: what Fluent puts over the page (menus, tooltips) wears its classes, and would cover it. */}
        <div className="app">
          <Boundary>
            {!host.inTeams ? (
              <Calm>Open Growth in Microsoft Teams</Calm>
            ) : typeof Shown === 'string' ? (
              <Loading kind={Shown} />
            ) : (
              <Shown />
            )}
          </Boundary>
        </div>
      </FluentProvider>
    </HostContext>
  )
}

function Calm({ children }: { children: string }) {
  const style = useCalmStyle()
  return (
    <main className={style}>
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

/** Returns how to draw a surface into the page, or the skeleton of one that is still coming. */
export function drawWith(host: Host): (shown: Shown) => void {
  const element = document.getElementById('root')
  if (!element) throw new Error('index.html has no #root')
  const root = createRoot(element)
  return (shown) => root.render(<App {...{ host, shown }} />)
}

// The whole page: theme, bar, what is not running, and the desk.
import { FluentProvider, MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { type HostState, paths } from './api.ts'
import { Alone, Desk } from './Desk.tsx'
import { firstManager, firstPair, type Pair } from './guideSteps.ts'
import { useCalendar, useHostState, useLost, usePolling } from './live.ts'
import { addressOf, readPlace } from './place.ts'
import { TopBar } from './TopBar.tsx'
import { announceTheme } from './teamsHost.ts'
import { fluentThemes, type ThemeName, teamsThemes } from './themes.ts'

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    height: '100dvh',
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground4,
    color: tokens.colorNeutralForeground1,
  },
  notice: { flexShrink: 0, borderRadius: 0 },
  calm: { margin: 'auto', color: tokens.colorNeutralForeground3 },
})

const STATE_EVERY_MS = 5000
const STATE_WHEN_DOWN_MS = 1500

export function App() {
  const styles = useStyles()
  const [place] = useState(() => readPlace(location.search, location.hash))
  const [theme, setTheme] = useState<ThemeName>(place.theme)
  const state = useHostState()
  const lost = useLost()
  // The sandbox hears when the app comes, but not when it goes.
  usePolling(paths.state, state?.appUp ? STATE_EVERY_MS : STATE_WHEN_DOWN_MS, true)

  useEffect(() => {
    announceTheme(teamsThemes[theme])
    document.documentElement.style.colorScheme = theme === 'light' ? 'light' : 'dark'
  }, [theme])
  const chooseTheme = (chosen: ThemeName) => {
    setTheme(chosen)
    const { person, view } = readPlace(location.search, location.hash)
    history.replaceState(null, '', addressOf({ person, view, theme: chosen }))
  }

  return (
    <FluentProvider theme={fluentThemes[theme]}>
      <div className={styles.page}>
        <TopBar state={state} theme={theme} onTheme={chooseTheme} />
        {lost && <Notice text="The sandbox is not running. Start it with npm run sandbox." />}
        {!lost && state?.appUp === false && <Notice text="The app is not running. Start it with npm run app." />}
        {state ? (
          <Below key={state.world} state={state} theme={theme} />
        ) : (
          !lost && <Text className={styles.calm}>Loading …</Text>
        )}
      </div>
    </FluentProvider>
  )
}

function Notice({ text }: { text: string }) {
  const styles = useStyles()
  return (
    <MessageBar intent="warning" className={styles.notice}>
      <MessageBarBody>{text}</MessageBarBody>
    </MessageBar>
  )
}

/** Everything of one world; another world starts with fresh columns. */
function Below({ state, theme }: { state: HostState; theme: ThemeName }) {
  const styles = useStyles()
  const [place] = useState(() => readPlace(location.search, location.hash))
  const pair = useRef<Pair | null>(null)
  const managersCalendar = useCalendar(firstManager(state.people)?.id ?? null)
  if (place.person !== null) {
    const wanted = place.person.toLowerCase()
    const person = state.people.find(({ id, key }) => id.toLowerCase() === wanted || key.toLowerCase() === wanted)
    if (!person) return <Text className={styles.calm}>Nobody here is called {place.person}.</Text>
    return <Alone state={state} theme={theme} place={place} person={person} />
  }
  if (!managersCalendar && firstManager(state.people)) return <Text className={styles.calm}>Loading …</Text>
  // Chosen once: what happens in the calendars later must not swap people under someone's hands.
  pair.current ??= firstPair(state.people, managersCalendar ?? [])
  if (!pair.current) return <Text className={styles.calm}>This tenant has no manager with an employee to show.</Text>
  return <Desk state={state} theme={theme} pair={pair.current} />
}

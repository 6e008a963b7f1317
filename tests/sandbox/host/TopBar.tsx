// The dark bar: the tool's name, the clock and its buttons, the theme.
import { Button, FluentProvider, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { Clock16Regular, Cube20Regular, Next16Regular } from '@fluentui/react-icons'
import { useEffect, useRef, useState } from 'react'
import { advance, type HostState, paths } from './api.ts'
import { refresh } from './live.ts'
import { fluentThemes, type ThemeName, themeLabels, themeNames } from './themes.ts'
import { toNextEvent } from './toNextEvent.ts'
import { useDoing } from './useDoing.ts'
import { cityOf, clockText } from './when.ts'

const useStyles = makeStyles({
  // Outside the bar's own dark theme, so that it is the page's theme that says how dark.
  ground: { flexShrink: 0, backgroundColor: tokens.colorNeutralBackgroundStatic },
  provider: { backgroundColor: 'transparent' },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
    minHeight: '48px',
    padding: `6px ${tokens.spacingHorizontalL}`,
    boxSizing: 'border-box',
    color: tokens.colorNeutralForegroundStaticInverted,
  },
  contrast: {
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  icon: { display: 'grid' },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: 600,
  },
  longTitle: { '@media (max-width: 1199px)': { display: 'none' } },
  clock: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    marginLeft: 'auto',
    '@media (max-width: 999px)': { order: 1, flexBasis: '100%', marginLeft: 0 },
  },
  time: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalSNudge,
    marginRight: tokens.spacingHorizontalS,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  },
  button: { height: '28px', minWidth: 0, padding: '0 10px', fontWeight: 400, fontSize: tokens.fontSizeBase200 },
  next: { minWidth: '140px' },
  themes: {
    display: 'flex',
    margin: 0,
    marginLeft: tokens.spacingHorizontalL,
    padding: '1px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    '@media (max-width: 999px)': { marginLeft: 'auto' },
  },
  theme: {
    position: 'relative',
    display: 'grid',
    placeItems: 'center',
    height: '24px',
    padding: `0 ${tokens.spacingHorizontalMNudge}`,
    borderRadius: tokens.borderRadiusMedium,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':has(:focus-visible)': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  themeOn: {
    fontWeight: 600,
    backgroundColor: tokens.colorNeutralForegroundStaticInverted,
    color: tokens.colorNeutralForeground1Static,
    ':hover': { backgroundColor: tokens.colorNeutralForegroundStaticInverted },
  },
  themeInput: { position: 'absolute', inset: 0, margin: 0, opacity: 0, cursor: 'pointer' },
  problem: { flexBasis: '100%', textAlign: 'right' },
  unseen: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
})

interface Props {
  state: HostState | undefined
  theme: ThemeName
  onTheme: (theme: ThemeName) => void
}

export function TopBar({ state, theme, onTheme }: Props) {
  const styles = useStyles()
  return (
    <div className={styles.ground}>
      <FluentProvider
        theme={theme === 'contrast' ? fluentThemes.contrast : fluentThemes.dark}
        className={styles.provider}
      >
        <header className={mergeClasses(styles.bar, theme === 'contrast' && styles.contrast)}>
          <span className={styles.icon}>
            <Cube20Regular />
          </span>
          <h1 className={styles.title}>
            Sandbox<span className={styles.longTitle}>: Microsoft 365 on your machine</span>
          </h1>
          {state && <ClockControls state={state} />}
          <fieldset className={styles.themes} aria-label="Theme">
            {themeNames.map((name) => (
              <label key={name} className={mergeClasses(styles.theme, name === theme && styles.themeOn)}>
                <input
                  className={styles.themeInput}
                  type="radio"
                  name="theme"
                  checked={name === theme}
                  onChange={() => onTheme(name)}
                />
                {themeLabels[name]}
              </label>
            ))}
          </fieldset>
        </header>
      </FluentProvider>
    </div>
  )
}

function ClockControls({ state }: { state: HostState }) {
  const styles = useStyles()
  const { busy, problem, run } = useDoing()
  const [pressed, setPressed] = useState('')
  const turn = (label: string, by: () => Promise<unknown>) => {
    setPressed(label)
    void run(async () => {
      await by()
      await refresh(paths.state)
    })
  }
  const words = (label: string) => (busy && pressed === label ? 'Turning …' : label)
  const off = busy || !state.appUp
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's */}
      <div className={styles.clock} role="group" aria-label="Clock">
        <span className={styles.time}>
          <Clock16Regular />
          <Text weight="semibold">{clockText(state.now, state.zone)}</Text>
          <Text>{cityOf(state.zone)}</Text>
        </span>
        <Button
          appearance="outline"
          className={styles.button}
          disabled={off}
          onClick={() => turn('+1 day', () => advance('P1D'))}
        >
          {words('+1 day')}
        </Button>
        <Button
          appearance="outline"
          className={styles.button}
          disabled={off}
          onClick={() => turn('+1 week', () => advance('P1W'))}
        >
          {words('+1 week')}
        </Button>
        <Button
          appearance="outline"
          className={mergeClasses(styles.button, styles.next)}
          icon={<Next16Regular />}
          disabled={off}
          onClick={() => turn('To the next event', () => toNextEvent(state.now))}
        >
          {words('To the next event')}
        </Button>
        <Announcement text={`Clock moved to ${clockText(state.now, state.zone)}`} />
      </div>
      {problem !== '' && state.appUp && (
        <Text role="alert" size={200} className={styles.problem}>
          {problem}
        </Text>
      )}
    </>
  )
}

/** The page's polite live region: says a text once it has stood still, and not the first one. */
function Announcement({ text }: { text: string }) {
  const styles = useStyles()
  const first = useRef(text)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (text === first.current) return
    const timer = setTimeout(() => setSaid(text), 600)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <span className={styles.unseen} aria-live="polite" data-announcement>
      {said}
    </span>
  )
}

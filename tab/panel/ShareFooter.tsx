// The panel's footer, always in view: puts the plan on the meeting's stage.
import { Body1, Button, Caption1, makeStyles, tokens } from '@fluentui/react-components'
import { ShareScreenStart20Regular } from '@fluentui/react-icons'
import { useCallback, useEffect, useState } from 'react'
import { type MayShare, useHost } from '#tab/host.ts'
import { useFresh } from './useFresh.ts'

const useStyles = makeStyles({
  root: {
    flexShrink: 0,
    padding: `${tokens.spacingVerticalM} var(--panel-margin)`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  wide: { width: '100%' },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingHorizontalSNudge,
    minHeight: '32px',
    color: tokens.colorNeutralForeground2,
  },
  icon: { color: tokens.colorBrandForeground1 },
  help: { flexBasis: '100%', textAlign: 'center' },
})

type State = MayShare | 'sharing' | 'shared' | 'failed' | 'refused'
type Props = {
  /** The stage's, on our origin. */
  path: string
  /** First name of the other one of the two. */
  other: string
  openHere: () => void
}

export function ShareFooter({ path, other, openHere }: Props) {
  const styles = useStyles()
  const host = useHost()
  // Nearly everybody may, and a button that comes late would be missed: until Teams says otherwise it is there.
  const [may, setMay] = useState<MayShare>('unknown')
  const [state, setState] = useState<State | null>(null)
  useEffect(() => void host.mayShare().then(setMay), [host])

  // The plan may have been put there, or taken away, from another window or by the other person.
  const look = useCallback(async () => {
    const onStage = await host.isSharing()
    if (onStage === null) return
    setState((was) => (was === 'sharing' ? was : onStage ? 'shared' : was === 'shared' ? null : was))
  }, [host])
  useEffect(() => void look(), [look])
  useFresh(look)

  async function share() {
    setState('sharing')
    setState(await host.shareToStage(path))
  }

  return (
    <footer className={styles.root} aria-live="polite">
      <Footer state={state ?? may} {...{ other, openHere, share }} />
    </footer>
  )
}

/** One line for what can be done now, and a way on from wherever sharing does not work. */
function Footer({ state, other, openHere, share }: Omit<Props, 'path'> & { state: State; share: () => void }) {
  const styles = useStyles()
  const here = <Button onClick={openHere}>Open the plan here</Button>
  switch (state) {
    case 'shared':
      return (
        <div className={styles.line}>
          <ShareScreenStart20Regular className={styles.icon} aria-hidden />
          <Body1>The plan is on the stage</Body1>
        </div>
      )
    case 'failed':
      return (
        <div className={styles.line} role="alert">
          <Body1>Could not share.</Body1>
          <Button onClick={share}>Try again</Button>
          {here}
          <Caption1 className={styles.help}>
            Growth is also among the apps under Share in the meeting’s controls.
          </Caption1>
        </div>
      )
    case 'refused':
      return (
        <div className={styles.line} role="alert">
          <Body1 className={styles.help}>
            Teams does not let you share here. {other} can try, as organizer or presenter.
          </Body1>
          {here}
        </div>
      )
    case 'notPresenter':
      return (
        <div className={styles.line}>
          <Body1 className={styles.help}>Only an organizer or presenter can share the plan. Ask {other}.</Body1>
          {here}
        </div>
      )
    case 'notHere':
      return (
        <div className={styles.line}>
          <Body1 className={styles.help}>Sharing starts on a computer.</Body1>
          {here}
        </div>
      )
    default:
      return (
        <Button
          className={styles.wide}
          appearance="primary"
          icon={<ShareScreenStart20Regular />}
          disabledFocusable={state === 'sharing'}
          onClick={share}
        >
          {state === 'sharing' ? 'Sharing …' : 'Share plan to stage'}
        </Button>
      )
  }
}

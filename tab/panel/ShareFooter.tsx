// The panel's footer, always in view: puts the plan on the meeting's stage.
import { Body1, Button, makeStyles, tokens } from '@fluentui/react-components'
import { ShareScreenStart20Regular } from '@fluentui/react-icons'
import { useCallback, useEffect, useState } from 'react'
import { useHost } from '#tab/host.ts'
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
})

type Props = { path: string; openHere: () => void }

/** `path` is the stage's, on our origin. */
export function ShareFooter({ path, openHere }: Props) {
  const styles = useStyles()
  const host = useHost()
  const [state, setState] = useState<'idle' | 'sharing' | 'shared' | 'failed'>('idle')

  // The plan may have been put there, or taken away, from another window or by the other person.
  const look = useCallback(async () => {
    const onStage = await host.isSharing()
    if (onStage === null) return
    setState((was) => (was === 'sharing' ? was : onStage ? 'shared' : was === 'shared' ? 'idle' : was))
  }, [host])
  useEffect(() => void look(), [look])
  useFresh(look)

  async function share() {
    setState('sharing')
    setState(await host.shareToStage(path))
  }

  return (
    <footer className={styles.root} aria-live="polite">
      {state === 'shared' ? (
        <div className={styles.line}>
          <ShareScreenStart20Regular className={styles.icon} aria-hidden />
          <Body1>The plan is on the stage</Body1>
        </div>
      ) : state === 'failed' ? (
        <div className={styles.line} role="alert">
          <Body1>Could not share.</Body1>
          <Button onClick={share}>Try again</Button>
          <Button onClick={openHere}>Open the plan here</Button>
        </div>
      ) : (
        <Button
          className={styles.wide}
          appearance="primary"
          icon={<ShareScreenStart20Regular />}
          disabledFocusable={state === 'sharing'}
          onClick={share}
        >
          {state === 'sharing' ? 'Sharing …' : 'Share plan to stage'}
        </Button>
      )}
    </footer>
  )
}

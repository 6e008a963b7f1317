// "Delete everything about me": what goes and what stays, said plainly, and asked once (R8).
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { Me } from '#shared/api.ts'
import { call } from '#tab/api.ts'
import { saveExport } from './saveExport.ts'

const useStyles = makeStyles({
  surface: { maxWidth: '520px' },
  content: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    paddingTop: tokens.spacingVerticalS,
    textWrap: 'pretty',
    color: tokens.colorNeutralForeground2,
  },
  said: { margin: 0 },
  actions: {
    paddingTop: tokens.spacingVerticalL,
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'flex-end',
    gap: tokens.spacingHorizontalS,
  },
  button: { whiteSpace: 'nowrap' },
  first: { marginRight: 'auto', '@media screen and (max-width: 480px)': { marginRight: 0 } },
  destroy: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': {
      backgroundColor: tokens.colorStatusDangerBackground3Hover,
      color: tokens.colorNeutralForegroundOnBrand,
    },
    ':hover:active': {
      backgroundColor: tokens.colorStatusDangerBackground3Pressed,
      color: tokens.colorNeutralForegroundOnBrand,
    },
  },
})

type Props = { open: boolean; me: Me; close: () => void; erased: () => void }

export function EraseDialog({ open, me, close, erased }: Props) {
  const styles = useStyles()
  return (
    <Dialog open={open} onOpenChange={(_, { open: stays }) => !stays && close()}>
      <DialogSurface className={styles.surface}>
        <Question me={me} close={close} erased={erased} />
      </DialogSurface>
    </Dialog>
  )
}

type Doing = 'nothing' | 'exporting' | 'exported' | 'erasing'

/** Begins anew each time the dialog is opened; the first focus is on keeping. */
function Question({ me, close, erased }: Omit<Props, 'open'>) {
  const styles = useStyles()
  const [doing, setDoing] = useState<Doing>('nothing')
  const [trouble, setTrouble] = useState<string | null>(null)
  const isBusy = doing === 'exporting' || doing === 'erasing'
  const other = me.manager?.firstName

  async function attempt(now: Doing, work: () => Promise<unknown>, then: () => void) {
    setDoing(now)
    setTrouble(null)
    try {
      await work()
      then()
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : 'That did not work.')
      setDoing('nothing')
    }
  }
  const exportFirst = () =>
    attempt(
      'exporting',
      () => saveExport('md'),
      () => setDoing('exported'),
    )
  const erase = () =>
    attempt(
      'erasing',
      () => call('erase', { body: { confirm: me.person.name } }),
      () => {
        close()
        erased()
      },
    )
  return (
    <DialogBody>
      <DialogTitle>Delete everything about you?</DialogTitle>
      <DialogContent className={styles.content}>
        <p className={styles.said}>
          Your plan, its history, preparation and notes{other && ` (${other}’s about you too)`} and the bot’s messages
          to you{other && `, and to ${other} about you,`} are deleted. This cannot be undone.
        </p>
        <p className={styles.said}>
          The meetings in the calendar keep their names, and what others exported stays theirs.
          {me.isManager && ' You stay your team’s manager here, and their plans stay theirs.'}
        </p>
        {trouble && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{trouble}</MessageBarBody>
          </MessageBar>
        )}
      </DialogContent>
      <DialogActions className={styles.actions} fluid>
        <Button className={mergeClasses(styles.button, styles.first)} disabled={isBusy} onClick={exportFirst}>
          {doing === 'exported' ? 'Exported' : 'Export first'}
        </Button>
        <Button className={styles.button} disabled={isBusy} onClick={close} autoFocus>
          Keep everything
        </Button>
        <Button className={mergeClasses(styles.button, !isBusy && styles.destroy)} disabled={isBusy} onClick={erase}>
          Delete everything
        </Button>
      </DialogActions>
    </DialogBody>
  )
}

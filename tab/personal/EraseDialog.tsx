// "Delete everything about me": what goes and what stays, said plainly, and the name typed before anything happens (R8).
import {
  Body1,
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  Subtitle2,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { Me } from '#shared/api.ts'
import { confirms } from '#shared/privacy/erasure.ts'
import { call } from '#tab/api.ts'

const useStyles = makeStyles({
  surface: { maxWidth: '520px' },
  content: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalL,
    paddingTop: tokens.spacingVerticalS,
    textWrap: 'pretty',
  },
  list: {
    margin: `${tokens.spacingVerticalXXS} 0 0`,
    paddingLeft: tokens.spacingHorizontalXL,
    listStyleType: 'disc',
  },
  item: { color: tokens.colorNeutralForeground2 },
  name: { overflowWrap: 'anywhere' },
  actions: { paddingTop: tokens.spacingVerticalS },
  button: { whiteSpace: 'nowrap' },
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
        <Form me={me} close={close} erased={erased} />
      </DialogSurface>
    </Dialog>
  )
}

/** Begins anew each time the dialog is opened. */
function Form({ me, close, erased }: Omit<Props, 'open'>) {
  const styles = useStyles()
  const [typed, setTyped] = useState('')
  const [doing, setDoing] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const fits = confirms(typed, me.person.name)
  const other = me.manager?.firstName ?? null
  const erase = async () => {
    if (!fits || doing) return
    setDoing(true)
    setTrouble(null)
    try {
      await call('erase', { body: { confirm: typed } })
      close()
      erased()
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : 'That did not work.')
      setDoing(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void erase()
      }}
    >
      <DialogBody>
        <DialogTitle>Delete everything about you?</DialogTitle>
        <DialogContent className={styles.content}>
          <Said title="This goes, for good" lines={goes(other)} />
          <Said title="This stays" lines={stays(other, me.isManager)} />
          <Field
            label={
              <span className={styles.name}>
                Type your name to go on: <strong>{me.person.name}</strong>
              </span>
            }
          >
            <Input
              value={typed}
              onChange={(_, { value }) => setTyped(value)}
              autoComplete="off"
              spellCheck={false}
              readOnly={doing}
            />
          </Field>
          {trouble && (
            <MessageBar intent="error" layout="multiline">
              <MessageBarBody>{trouble}</MessageBarBody>
            </MessageBar>
          )}
        </DialogContent>
        <DialogActions className={styles.actions}>
          <Button className={styles.button} disabled={doing} onClick={close}>
            Keep everything
          </Button>
          <Button
            type="submit"
            className={mergeClasses(styles.button, fits && !doing && styles.destroy)}
            disabled={!fits || doing}
          >
            Delete everything
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  )
}

function Said({ title, lines }: { title: string; lines: string[] }) {
  const styles = useStyles()
  return (
    <div>
      <Subtitle2 as="h3" block>
        {title}
      </Subtitle2>
      <ul className={styles.list}>
        {lines.map((line) => (
          <li key={line} className={styles.item}>
            <Body1>{line}</Body1>
          </li>
        ))}
      </ul>
    </div>
  )
}

const goes = (other: string | null) => [
  'Your plan, its revisions and the promises in it',
  other ? `Discussions, preparation and notes: yours, and ${other}’s about you` : 'Discussions, preparation and notes',
  other ? `What Growth wrote to you, and to ${other} about you` : 'What Growth wrote to you',
]

const stays = (other: string | null, isManager: boolean) => [
  'The meetings in the calendar, with the names they have now',
  `What ${other ?? 'others'} exported or wrote down elsewhere`,
  ...(isManager ? ['Your team: you stay their manager here, and their plans are theirs'] : []),
  'A note without your name, so that Growth leaves you alone',
]

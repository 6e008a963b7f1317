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
  Subtitle2,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { Me } from '#shared/api.ts'
import { confirms } from '#shared/privacy/erasure.ts'
import { call } from '#tab/api.ts'

const useStyles = makeStyles({
  surface: { maxWidth: '520px' },
  content: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM, textWrap: 'pretty' },
  list: { margin: `${tokens.spacingVerticalXS} 0 0`, paddingLeft: tokens.spacingHorizontalXL },
  item: { color: tokens.colorNeutralForeground2 },
  name: { overflowWrap: 'anywhere' },
  actions: { '@media (max-width: 480px)': { '& > button': { width: '100%' } } },
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

type Props = { me: Me; close: () => void; erased: () => void }

export function EraseDialog({ me, close, erased }: Props) {
  const styles = useStyles()
  const [typed, setTyped] = useState('')
  const [doing, setDoing] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const fits = confirms(typed, me.person.name)
  const other = me.manager?.firstName ?? 'your manager'
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
    <Dialog open onOpenChange={(_, { open }) => !open && !doing && close()}>
      <DialogSurface className={styles.surface}>
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
              <Button appearance="secondary" disabled={doing} onClick={close}>
                Keep everything
              </Button>
              <Button type="submit" className={fits && !doing ? styles.destroy : undefined} disabled={!fits || doing}>
                Delete everything
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
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

const goes = (other: string) => [
  'Your plan with all revisions and promises.',
  'Discussions, preparation and your notes.',
  `What Growth wrote to you, and to ${other} about you.`,
]

const stays = (other: string, isManager: boolean) => [
  'The meetings in the calendar, with the names they have now.',
  `What ${other} has exported or written down elsewhere.`,
  ...(isManager ? ['Your team: you stay their manager here, and their plans are theirs.'] : []),
  'A note without your name, so that Growth leaves you alone.',
]

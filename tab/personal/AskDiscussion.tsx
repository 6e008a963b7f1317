// No discussion this quarter yet: the employee asks for one, or proposes a slot, and sees that they have (R4).
import {
  Body1,
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Radio,
  RadioGroup,
  Subtitle2,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { Asking, Me } from '#shared/api.ts'
import { dayMonth, localOf, slotWords } from '#shared/time.ts'
import { call } from '#tab/api.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXL}`,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXL}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
    '@media (max-width: 700px)': { padding: tokens.spacingVerticalL },
  },
  words: { flex: '1 1 280px', minWidth: 0 },
  says: { color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
  button: { '@media (max-width: 700px)': { width: '100%' } },
  surface: { maxWidth: '480px' },
  content: { display: 'grid', gap: tokens.spacingVerticalM, padding: `${tokens.spacingVerticalS} 0` },
  quiet: { color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
})

type Props = { asking: Asking; me: Me; manager: string; asked: () => void }

export function AskDiscussion({ asking, me, manager, asked }: Props) {
  const styles = useStyles()
  const [open, setOpen] = useState(false)
  const { title, says, button } = wordsOf(asking, me, manager)
  if (!asking.asked && asking.slots.length === 0) return null
  return (
    <section className={styles.root} aria-labelledby="asking">
      <div className={styles.words}>
        <Subtitle2 as="h2" block id="asking">
          {title}
        </Subtitle2>
        <Body1 as="p" block className={styles.says}>
          {says}
        </Body1>
      </div>
      {button && (
        <Dialog open={open} onOpenChange={(_, data) => setOpen(data.open)}>
          <DialogTrigger disableButtonEnhancement>
            <Button className={styles.button}>{button}</Button>
          </DialogTrigger>
          <DialogSurface className={styles.surface}>
            <Question
              asking={asking}
              me={me}
              manager={manager}
              done={() => {
                setOpen(false)
                asked()
              }}
            />
          </DialogSurface>
        </Dialog>
      )}
    </section>
  )
}

function wordsOf({ slots, asked, turnedDown }: Asking, me: Me, manager: string) {
  if (!asked)
    return {
      title: 'No growth discussion this quarter yet',
      says: `${manager} chooses one of your 1-1s for it. You can ask for it, or propose one.`,
      button: `Ask ${manager} for a discussion`,
    }
  const title = `You asked ${manager} on ${dayMonth(localOf(asked.at, me.zone).day, me.today)}`
  const proposed = asked.slot && slotWords(asked.slot.start, asked.slot.end, me.zone, me.today)
  if (turnedDown)
    return {
      title,
      says: `${manager} would rather not this quarter. The two of you can still choose a 1-1 together.`,
      button: null,
    }
  return {
    title,
    says: `${proposed ? `You proposed ${proposed}. ` : ''}${manager} finds it in the chat with Growth.`,
    button: slots.length > 0 ? `Propose ${asked.slot ? 'another' : 'a'} 1-1` : null,
  }
}

/** The value of "any of them": no event has it for an id. */
const ANY = ''

/** Begins anew each time the dialog is opened, with what was asked last. */
function Question({ asking, me, manager, done }: Omit<Props, 'asked'> & { done: () => void }) {
  const styles = useStyles()
  const before = asking.asked && (asking.asked.slot?.eventId ?? ANY)
  const [slot, setSlot] = useState(before ?? ANY)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState('')

  async function ask() {
    setBusy(true)
    setTrouble('')
    try {
      await call('ask', { body: { slot: slot === ANY ? null : slot } })
      done()
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error))
      setBusy(false)
    }
  }
  return (
    <DialogBody>
      <DialogTitle>Ask {manager} for a growth discussion</DialogTitle>
      <DialogContent className={styles.content}>
        <Field label="Which 1-1?">
          <RadioGroup value={slot} onChange={(_, { value }) => setSlot(value)}>
            <Radio value={ANY} label="Any of them" />
            {asking.slots.map(({ eventId, start, end }) => (
              <Radio key={eventId} value={eventId} label={slotWords(start, end, me.zone, me.today)} />
            ))}
          </RadioGroup>
        </Field>
        <Body1 as="p" block className={styles.quiet}>
          {manager} is asked in the chat with Growth. Nothing in the calendar is changed until {manager} chooses.
        </Body1>
        {trouble && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{trouble}</MessageBarBody>
          </MessageBar>
        )}
      </DialogContent>
      <DialogActions>
        <DialogTrigger disableButtonEnhancement>
          <Button>Not now</Button>
        </DialogTrigger>
        <Button appearance="primary" disabledFocusable={busy || slot === before} onClick={() => void ask()}>
          {busy ? 'Asking …' : `Ask ${manager}`}
        </Button>
      </DialogActions>
    </DialogBody>
  )
}

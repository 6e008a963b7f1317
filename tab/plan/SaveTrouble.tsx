// What stands above the plan while something typed here is in danger, and the way on from there.
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { EMPTY_PLAN, type Plan } from '#shared/plan/plan.ts'
import { UNSAVABLE, type Unsavable } from '#shared/plan/unsavable.ts'
import { typedWords } from './changeRows.ts'
import { useEditing, useNames } from './editing.ts'
import type { RoomState } from './room.ts'

const useStyles = makeStyles({
  root: { display: 'grid', rowGap: tokens.spacingVerticalS },
  typed: { display: 'grid', rowGap: tokens.spacingVerticalS },
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

type Props = {
  state: RoomState
  /** Opens the plan anew, as the server has it. */
  startOver: () => void
}

export function SaveTrouble({ state, startOver }: Props) {
  const { save, storage, unsavable } = state
  const blocked = storage === 'blocked'
  if (save === 'unsavable' && unsavable) return <Unsaved why={unsavable} blocked={blocked} startOver={startOver} />
  // Not while it is being saved: what comes and goes with every letter would move the page.
  if (save !== 'offline' || !blocked) return null
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>This browser keeps nothing.</MessageBarTitle> Stay on this page until it says Saved.
      </MessageBarBody>
    </MessageBar>
  )
}

function Unsaved({ why, blocked, startOver }: { why: Unsavable; blocked: boolean; startOver: () => void }) {
  const styles = useStyles()
  const { room, plan } = useEditing()
  const names = useNames()
  /** The plan without what was typed here, once somebody asked. */
  const [without, setWithout] = useState<Plan | null>(null)
  const [busy, setBusy] = useState(false)
  const show = async () => {
    setBusy(true)
    // Where the server's text cannot be had, all that is here is what may be lost.
    setWithout((await room.serverPlan()) ?? EMPTY_PLAN)
    setBusy(false)
  }
  const giveUp = () => {
    room.giveUp()
    startOver()
  }
  return (
    <div className={styles.root}>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>Can’t be saved: {UNSAVABLE[why].why}.</MessageBarTitle>{' '}
          {blocked ? 'What you typed stays on this page.' : 'What you typed stays here and on this device.'}{' '}
          {UNSAVABLE[why].shorten
            ? 'Shorten something, and it is tried again.'
            : 'Copy it, then give it up and go on with the plan as it is saved.'}
        </MessageBarBody>
        {!without && (
          <MessageBarActions>
            <Button disabledFocusable={busy} onClick={() => void show()}>
              What is not saved
            </Button>
          </MessageBarActions>
        )}
      </MessageBar>
      {without && <Typed text={typedWords(without, plan, names)} giveUp={giveUp} />}
    </div>
  )
}

/** What was typed, to be copied or given up; it takes the focus. */
function Typed({ text, giveUp }: { text: string; giveUp: () => void }) {
  const styles = useStyles()
  const area = useRef<HTMLTextAreaElement>(null)
  const [copied, setCopied] = useState<string | null>(null)
  useEffect(() => area.current?.select(), [])
  const copy = async () => {
    area.current?.select()
    // Teams may forbid its frames the clipboard: the old way needs no leave.
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => document.execCommand('copy'),
    )
    setCopied(done ? text : null)
  }
  return (
    <div className={styles.typed}>
      <Textarea ref={area} aria-label="What is not saved" readOnly resize="vertical" rows={5} value={text} />
      <div className={styles.acts}>
        <Button appearance="primary" onClick={() => void copy()}>
          {copied === text ? 'Copied' : 'Copy what I typed'}
        </Button>
        <Button onClick={giveUp}>Give it up</Button>
      </div>
    </div>
  )
}

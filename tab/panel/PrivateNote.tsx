// The caller's private note about this 1-1: saves itself, and loses nothing when it was changed elsewhere too.
import { Button, Caption1, makeStyles, Textarea, tokens } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import type { Discussion, Person } from '#shared/api.ts'
import { LIMIT } from '#shared/plan/plan.ts'
import { ApiError, call } from '#tab/api.ts'
import { PrivateGround } from '#tab/ui/PrivateGround.tsx'
import { SaveWord } from '#tab/ui/SaveWord.tsx'
import { useAutosave } from '#tab/ui/useAutosave.ts'

type Note = Discussion['note']

const useStyles = makeStyles({
  box: { width: '100%' },
  text: { minHeight: '60px', maxHeight: '320px', fieldSizing: 'content' },
  both: { display: 'grid', gap: tokens.spacingVerticalS, marginTop: tokens.spacingVerticalS },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

export function PrivateNote({ note, employee }: { note: Note; employee: Person }) {
  const styles = useStyles()
  const [text, setText] = useState(note.text)
  const version = useRef(note.version)
  const touched = useRef(false)
  /** What was saved elsewhere meanwhile; saving waits until the writer has chosen. */
  const [other, setOther] = useState<Note | null>(null)
  const params = { employee: employee.id }

  const { state, change, flush } = useAutosave(async (value: string) => {
    try {
      version.current = (await call('note', { params, body: { text: value, version: version.current } })).version
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 409)) throw error
      setOther((await call('pair', { params })).note)
    }
  })

  // A reload brings what was written on another device, but never over what was typed here.
  useEffect(() => {
    if (touched.current) return
    version.current = note.version
    setText(note.text)
  }, [note])

  function write(value: string) {
    touched.current = true
    setText(value)
    if (!other) change(value)
  }

  function settle(value: string) {
    version.current = other?.version ?? null
    setOther(null)
    setText(value)
    change(value)
  }

  const both = other && `${text}\n\n${other.text}`
  return (
    <PrivateGround
      id="private-note"
      title="Your private note"
      sees="Only you see this. It is in no export."
      aside={!other && <SaveWord state={state} />}
    >
      <Textarea
        className={styles.box}
        textarea={{ className: styles.text, 'aria-labelledby': 'private-note' }}
        resize="vertical"
        value={text}
        maxLength={LIMIT.note}
        onChange={(_, { value }) => write(value)}
        onBlur={() => !other && void flush()}
      />
      {text.length >= LIMIT.note && <Caption1 role="alert">A note ends at {LIMIT.note} characters.</Caption1>}
      {other && both && (
        <div className={styles.both} role="alert">
          <Caption1>You changed this note somewhere else too. Nothing is lost: choose what stays.</Caption1>
          <div className={styles.actions}>
            {both.length <= LIMIT.note && (
              <Button size="small" onClick={() => settle(both)}>
                Keep both
              </Button>
            )}
            <Button size="small" appearance="subtle" onClick={() => settle(text)}>
              Keep this one
            </Button>
            <Button size="small" appearance="subtle" onClick={() => settle(other.text)}>
              Keep the other one
            </Button>
          </div>
        </div>
      )}
    </PrivateGround>
  )
}

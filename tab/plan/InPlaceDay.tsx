// A day that reads as words ("by 18 Dec") until it is pressed, and is then chosen in place.
import { Input, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useEffect, useId, useRef, useState } from 'react'
import { isPast, PAST_DUE } from '#shared/plan/ready.ts'
import { useEditing } from './editing.ts'
import { OthersHere } from './OthersHere.tsx'
import { UnderField } from './UnderField.tsx'

const useStyles = makeStyles({
  words: {
    position: 'relative',
    padding: '0 4px',
    margin: '0 -4px',
    border: 'none',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: 'transparent',
    font: 'inherit',
    color: 'inherit',
    textAlign: 'start',
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  input: { maxWidth: '160px' },
})

type Props = {
  field: string
  /** E.g. 'Due date of Run the weekly billing decision meeting'. */
  label: string
  value: string | null
  /** How the day is said, e.g. 'by 18 Dec'; `missing` where there is none. */
  words: (day: string) => string
  missing: string
  write: (day: string | null) => void
  className?: string
}

export function InPlaceDay({ field, label, value, words, missing, write, className }: Props) {
  const styles = useStyles()
  const { room, info, problems } = useEditing()
  const [editing, setEditing] = useState(false)
  const [refused, setRefused] = useState(false)
  const [draft, setDraft] = useState('')
  const under = useId()
  const { today } = info.me
  const button = useRef<HTMLButtonElement>(null)
  const byKey = useRef(false)
  useEffect(() => {
    if (!editing && byKey.current) button.current?.focus()
    byKey.current = false
  }, [editing])

  const begin = () => {
    setDraft(value ?? '')
    setRefused(false)
    setEditing(true)
    room.setPlace(field)
  }
  const end = (keep: boolean) => {
    setEditing(false)
    room.setPlace(null)
    if (!keep || draft === (value ?? '')) return
    if (draft !== '' && isPast(draft, today)) setRefused(true)
    else write(draft === '' ? null : draft)
  }
  const sentence = refused ? PAST_DUE : problems.get(field)
  return (
    <>
      {editing ? (
        <Input
          className={styles.input}
          size="small"
          type="date"
          autoFocus
          aria-label={label}
          min={today}
          value={draft}
          onChange={(_, data) => setDraft(data.value)}
          onKeyDown={(event) => {
            byKey.current = event.key === 'Enter' || event.key === 'Escape'
            if (!byKey.current) return
            // The button takes the focus at once: without this the same key would press it.
            event.preventDefault()
            event.stopPropagation()
            end(event.key === 'Enter')
          }}
          onBlur={() => byKey.current || end(true)}
        />
      ) : (
        <button
          ref={button}
          type="button"
          className={mergeClasses(styles.words, className)}
          aria-label={`${label}: ${value ? words(value) : missing}`}
          aria-describedby={sentence ? under : undefined}
          onClick={begin}
        >
          {value ? words(value) : missing}
          <OthersHere field={field} value={value ?? ''} />
        </button>
      )}
      {sentence && <UnderField id={under} sentence={sentence} failed />}
    </>
  )
}

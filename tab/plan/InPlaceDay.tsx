// A day that reads as words ("by 18 Dec") until it is pressed, and is then typed in words or chosen.
import {
  Input,
  makeStyles,
  mergeClasses,
  Popover,
  PopoverSurface,
  type PositioningImperativeRef,
  tokens,
} from '@fluentui/react-components'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { dayFromWords } from '#shared/dayWords.ts'
import { isPast, PAST_DUE } from '#shared/plan/ready.ts'
import { dayMonth } from '#shared/time.ts'
import { DayChooser } from './DayChooser.tsx'
import { useEditing } from './editing.ts'
import { usePressableStyle } from './fieldStyles.ts'
import { OthersHere } from './OthersHere.tsx'
import { UnderField } from './UnderField.tsx'

const useStyles = makeStyles({
  input: { maxWidth: '160px' },
  surface: { padding: tokens.spacingHorizontalM },
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
  /** Whether it is to be soon: within two weeks. */
  soon?: boolean
  className?: string
}

export function InPlaceDay({ field, label, value, words, missing, write, soon = false, className }: Props) {
  const styles = useStyles()
  const pressable = usePressableStyle()
  const { room, info, problems } = useEditing()
  const [open, setOpen] = useState(false)
  const [refused, setRefused] = useState(false)
  const [draft, setDraft] = useState('')
  const under = useId()
  const { today } = info.me
  const at = { today, quarterEnds: info.quarterEnds }
  const position = useRef<PositioningImperativeRef>(null)
  const button = useRef<HTMLButtonElement>(null)
  /** Whether the press that is going on began while it was open: that one closes it. */
  const wasOpen = useRef(false)
  // The field that was left for this one may be drawn lower or higher from then on.
  useEffect(() => {
    if (!open) return
    const timer = setTimeout(() => position.current?.updatePosition(), 50)
    return () => clearTimeout(timer)
  }, [open])
  const before = value ? dayMonth(value, today) : ''

  const begin = () => {
    setDraft(before)
    setRefused(false)
    setOpen(true)
    room.setPlace(field)
  }
  const close = (back = true) => {
    setOpen(false)
    room.setPlace(null)
    if (back) button.current?.focus()
  }
  const choose = (day: string | null, back = true) => {
    close(back)
    if (day === value) return
    if (day !== null && isPast(day, today)) setRefused(true)
    else write(day)
  }
  /** Takes what was typed; words that mean no day change nothing. */
  const take = () => {
    const day = dayFromWords(draft, at)
    if (draft === before || (draft.trim() !== '' && day === null)) close(false)
    else choose(day, false)
  }
  const sentence = refused ? PAST_DUE : problems.get(field)
  const shown = (
    <button
      ref={button}
      type="button"
      className={mergeClasses(pressable, className)}
      aria-label={`${label}: ${value ? words(value) : missing}`}
      aria-describedby={sentence ? under : undefined}
      aria-haspopup="dialog"
      aria-expanded={open}
      onPointerDown={() => {
        wasOpen.current = open
      }}
      onClick={() => {
        if (!wasOpen.current) begin()
        wasOpen.current = false
      }}
    >
      {value ? words(value) : missing}
      <OthersHere field={field} value={value ?? ''} />
    </button>
  )
  return (
    <>
      {open && hasTouch() ? (
        <NativeDay label={label} value={value} today={today} choose={choose} close={close} />
      ) : (
        shown
      )}
      {/* Only while it is open: a page has many days. */}
      {open && !hasTouch() && (
        <Popover
          open
          trapFocus
          positioning={{
            position: 'below',
            align: 'start',
            offset: 4,
            target: button.current,
            positioningRef: position,
          }}
          onOpenChange={(event) => (event.type === 'keydown' ? close() : take())}
        >
          <PopoverSurface className={styles.surface} aria-label={label}>
            <DayChooser
              label={label}
              draft={draft}
              at={at}
              soon={soon}
              canBeNone={value !== null}
              onDraft={setDraft}
              choose={choose}
            />
          </PopoverSurface>
        </Popover>
      )}
      {sentence && <UnderField id={under} sentence={sentence} failed />}
    </>
  )
}

/** Where one points with a finger the system's own calendar is best. */
const hasTouch = () => matchMedia('(pointer: coarse)').matches

type NativeProps = {
  label: string
  value: string | null
  today: string
  choose: (day: string | null) => void
  close: () => void
}

function NativeDay({ label, value, today, choose, close }: NativeProps) {
  const styles = useStyles()
  const [day, setDay] = useState(value ?? '')
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    if (event.key === 'Enter') choose(day || null)
    else close()
  }
  return (
    <Input
      className={styles.input}
      size="small"
      type="date"
      autoFocus
      aria-label={label}
      min={today}
      value={day}
      onChange={(_, data) => setDay(data.value)}
      onKeyDown={onKeyDown}
      onBlur={() => choose(day || null)}
    />
  )
}

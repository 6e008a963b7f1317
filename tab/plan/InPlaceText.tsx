// A short text that is read first and edited where it stands.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { LIMIT } from '#shared/plan/plan.ts'
import { afterEdit, editBetween, merged } from './carets.ts'
import { useEditing } from './editing.ts'
import { OthersHere } from './OthersHere.tsx'
import { UnderField } from './UnderField.tsx'

/** How long typing may go on here before the other sees it, in ms. */
const WRITE_AFTER_MS = 120

export const useFieldStyles = makeStyles({
  ground: {
    position: 'relative',
    display: 'inline-grid',
    // Its padding hangs over both edges, so that its text lines up with what stands around it.
    maxWidth: 'calc(100% + 8px)',
    minWidth: 0,
    margin: '0 -4px',
    borderRadius: tokens.borderRadiusSmall,
    transitionProperty: 'background-color',
    transitionDuration: tokens.durationFaster,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-within': {
      backgroundColor: tokens.colorNeutralBackground1Hover,
      boxShadow: `inset 0 -2px 0 ${tokens.colorCompoundBrandStroke}`,
    },
  },
  block: { display: 'grid' },
  text: {
    gridArea: '1 / 1',
    boxSizing: 'border-box',
    minWidth: '2ch',
    margin: 0,
    padding: '0 4px',
    border: 'none',
    outlineStyle: 'none',
    resize: 'none',
    overflow: 'hidden',
    backgroundColor: 'transparent',
    font: 'inherit',
    letterSpacing: 'inherit',
    color: 'inherit',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    '::placeholder': { color: tokens.colorNeutralForeground3, opacity: 1 },
  },
  /** Gives the field its size: the same text, unseen, in the same place. */
  mirror: { visibility: 'hidden' },
  after: { visibility: 'visible' },
  over: { position: 'absolute', inset: 0, width: '100%', height: '100%' },
})

type Props = {
  /** '<id>.<field>', as presence and problems name it. */
  field: string
  label: string
  value: string
  write: (text: string) => void
  limit?: number
  placeholder?: string
  /** A sign that follows the text, e.g. a comma. */
  after?: string
  /** Takes the whole line instead of as much as the text needs. */
  block?: boolean
  className?: string
  autoFocus?: boolean
  onEnter?: () => void
  /** Called when the field is left empty, or Backspace is pressed in an empty one. */
  onEmpty?: () => void
}

export function InPlaceText(props: Props) {
  const { field, label, value, limit = LIMIT.line, placeholder = '', block, className, autoFocus } = props
  const styles = useFieldStyles()
  const { room, problems } = useEditing()
  /** What was typed here and not written yet, and the value it was typed into. */
  const [draft, setDraft] = useState<{ text: string; into: string } | null>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const timer = useRef(0)
  const under = useId()
  const shown = draft ? merged(draft.into, draft.text, value) : value

  const latest = useRef({ typed: '', isDraft: false, write: props.write })
  latest.current = { typed: shown, isDraft: draft !== null, write: props.write }
  const flush = () => {
    clearTimeout(timer.current)
    if (latest.current.isDraft) latest.current.write(latest.current.typed)
    setDraft(null)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only at the end of the field, whatever it holds then
  useEffect(() => () => flush(), [])
  useEffect(() => {
    if (autoFocus) area.current?.focus()
  }, [autoFocus])
  useStableCaret(area, shown)

  const leave = () => {
    flush()
    room.setPlace(null)
    if (shown.trim() === '') props.onEmpty?.()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      if (props.onEnter) {
        flush()
        props.onEnter()
      } else event.currentTarget.blur()
    }
    if (event.key === 'Escape') event.currentTarget.blur()
    if (event.key === 'Backspace' && shown === '') props.onEmpty?.()
  }

  const sentence = problems.get(field) ?? (shown.length >= limit ? `${limit} characters are the most here.` : null)
  return (
    <>
      <span className={mergeClasses(styles.ground, block && styles.block, className)}>
        <span aria-hidden className={mergeClasses(styles.text, styles.mirror)}>
          {shown || placeholder}
          {props.after && <span className={styles.after}>{props.after}</span>}
          {'\u200b'}
        </span>
        <textarea
          ref={area}
          className={mergeClasses(styles.text, styles.over)}
          rows={1}
          aria-label={label}
          aria-describedby={sentence ? under : undefined}
          aria-invalid={problems.has(field)}
          maxLength={limit}
          placeholder={placeholder}
          value={shown}
          onFocus={() => room.setPlace(field)}
          onChange={(event) => {
            setDraft({ text: event.target.value.replace(/[\r\n]+/g, ' '), into: value })
            clearTimeout(timer.current)
            timer.current = window.setTimeout(flush, WRITE_AFTER_MS)
          }}
          onKeyDown={onKeyDown}
          onBlur={leave}
        />
        <OthersHere field={field} value={value} />
      </span>
      {sentence && <UnderField id={under} sentence={sentence} failed={problems.has(field)} />}
    </>
  )
}

/** Keeps the caret at its letter when the other one's words arrive in the same field. */
function useStableCaret(area: { current: HTMLTextAreaElement | null }, shown: string): void {
  const was = useRef({ text: shown, start: 0, end: 0 })
  const element = area.current
  const before = element && element.value === was.current.text ? [element.selectionStart, element.selectionEnd] : null
  useLayoutEffect(() => {
    const now = area.current
    const edit = editBetween(was.current.text, shown, 0)
    was.current.text = shown
    if (!now || !edit || !before || document.activeElement !== now) return
    now.setSelectionRange(afterEdit(before[0] ?? 0, edit), afterEdit(before[1] ?? 0, edit))
  })
}

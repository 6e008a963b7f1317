// A short text that is read first and edited where it stands.
import { mergeClasses } from '@fluentui/react-components'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { areMarked, piecesOf } from '#shared/plan/marks.ts'
import { LIMIT } from '#shared/plan/plan.ts'
import { MarkedLine } from '#tab/ui/MarkedText.tsx'
import { afterEdit, editBetween, merged } from './carets.ts'
import { useEditing } from './editing.ts'
import { useFieldStyles } from './fieldStyles.ts'
import { Offers, offerId } from './Offers.tsx'
import { OthersHere } from './OthersHere.tsx'
import { linesIn } from './pastedLines.ts'
import { ReadLayer } from './ReadLayer.tsx'
import { UnderField } from './UnderField.tsx'
import { wayOf } from './useOwnHistory.ts'
import { useTyping } from './useTyping.ts'

/** How long typing may go on here before the other sees it, in ms. */
const WRITE_AFTER_MS = 120

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
  /** What could stand in it, given what is typed. */
  offersFor?: (typed: string) => string[]
  /** Bold and links are shown as such while it is read. */
  marks?: boolean
  autoFocus?: boolean
  onEnter?: () => void
  /** Called when the field is left empty, or Backspace is pressed in an empty one. */
  onEmpty?: () => void
  /** Called when Backspace is pressed in an empty field. */
  onBackspace?: () => void
  /** Called when several lines are pasted: what the field says with the first of them, and the others. */
  onLines?: (text: string, others: string[]) => void
}

export function InPlaceText(props: Props) {
  const { field, label, value, limit = LIMIT.line, placeholder = '', block, className, autoFocus } = props
  const styles = useFieldStyles()
  const { room, problems, history } = useEditing()
  /** What was typed here and not written yet, and the value it was typed into. */
  const [draft, setDraft] = useState<{ text: string; into: string } | null>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const timer = useRef(0)
  const { typing, began, ended } = useTyping()
  const [under, list] = [useId(), useId()]
  const shown = draft ? merged(draft.into, draft.text, value) : value

  const marked = props.marks === true && !typing && areMarked(piecesOf(shown))
  const [chosen, setChosen] = useState(-1)
  const offers = (typing && props.offersFor?.(shown)) || []
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
    ended()
    room.setPlace(null)
    if (shown.trim() === '') props.onEmpty?.()
  }
  const take = (offer: string) => {
    clearTimeout(timer.current)
    setDraft(null)
    setChosen(-1)
    props.write(offer)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    const step = event.altKey ? undefined : { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && offers.length > 0) {
      event.preventDefault()
      return setChosen(Math.max(-1, Math.min(chosen + step, offers.length - 1)))
    }
    const offer = offers[chosen]
    if (event.key === 'Enter' && offer !== undefined) {
      event.preventDefault()
      return take(offer)
    }
    const way = wayOf(event)
    if (way) {
      event.preventDefault()
      flush()
      history[way]()
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      if (props.onEnter && shown.trim() !== '') {
        flush()
        props.onEnter()
      } else event.currentTarget.blur()
    }
    if (event.key === 'Escape') event.currentTarget.blur()
    if (event.key === 'Backspace' && shown === '') {
      event.preventDefault()
      props.onEmpty?.()
      props.onBackspace?.()
    }
  }
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const [first = '', ...others] = linesIn(event.clipboardData.getData('text/plain'))
    if (!props.onLines || others.length === 0) return
    event.preventDefault()
    clearTimeout(timer.current)
    setDraft(null)
    const { selectionStart, selectionEnd } = event.currentTarget
    // Pasted behind other words it is parted from them.
    const space = /\S$/.test(shown.slice(0, selectionStart)) ? ' ' : ''
    props.onLines((shown.slice(0, selectionStart) + space + first + shown.slice(selectionEnd)).slice(0, limit), others)
  }

  const sentence = problems.get(field) ?? (shown.length >= limit ? `${limit} characters are the most here.` : null)
  return (
    <>
      <span className={mergeClasses(styles.ground, block && styles.block, className)}>
        {marked ? (
          <ReadLayer layer={layer} area={area} marked typing={false}>
            <MarkedLine text={shown} />
          </ReadLayer>
        ) : (
          <span aria-hidden className={mergeClasses(styles.text, styles.mirror)}>
            {shown || placeholder}
            {props.after && <span className={styles.after}>{props.after}</span>}
            {'\u200b'}
          </span>
        )}
        <textarea
          ref={area}
          className={mergeClasses(styles.text, styles.over, marked && styles.unseen)}
          rows={1}
          aria-label={label}
          aria-describedby={sentence ? under : undefined}
          aria-invalid={problems.has(field)}
          aria-autocomplete={offers.length > 0 ? 'list' : undefined}
          aria-controls={offers.length > 0 ? list : undefined}
          aria-activedescendant={offers[chosen] === undefined ? undefined : offerId(list, chosen)}
          maxLength={limit}
          placeholder={placeholder}
          value={shown}
          onFocus={() => {
            began()
            room.setPlace(field)
          }}
          onChange={(event) => {
            setChosen(-1)
            setDraft({ text: event.target.value.replace(/[\r\n]+/g, ' '), into: value })
            clearTimeout(timer.current)
            timer.current = window.setTimeout(flush, WRITE_AFTER_MS)
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={leave}
        />
        {offers.length > 0 && <Offers id={list} offers={offers} chosen={chosen} take={take} />}
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

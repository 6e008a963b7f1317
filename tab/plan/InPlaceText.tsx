// A short text that is read first and edited where it stands.
import { mergeClasses } from '@fluentui/react-components'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { areMarked, piecesOf } from '#shared/plan/marks.ts'
import { LIMIT } from '#shared/plan/plan.ts'
import { MarkedLine } from '#tab/ui/MarkedText.tsx'
import { useEditing } from './editing.ts'
import { useFieldStyles } from './fieldStyles.ts'
import { markField, markingFor } from './markKeys.ts'
import { Offers, offerId } from './Offers.tsx'
import { OthersHere } from './OthersHere.tsx'
import { linesIn } from './pastedLines.ts'
import { ReadLayer } from './ReadLayer.tsx'
import { UnderField } from './UnderField.tsx'
import { useFieldText } from './useFieldText.ts'
import { wayOf } from './useOwnHistory.ts'
import { useTyping } from './useTyping.ts'

type Props = {
  /** '<id>.<field>', as presence and problems name it. */
  field: string
  label: string
  value: string
  /** For what comes as a whole; what is typed goes into the field's text letter by letter. */
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
  const { room, places, problems, history } = useEditing()
  const area = useRef<HTMLTextAreaElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const { typing, began, ended } = useTyping()
  const [under, list] = [useId(), useId()]
  const shown = useFieldText(area, field, value)

  const marked = props.marks === true && !typing && areMarked(piecesOf(shown))
  const [chosen, setChosen] = useState(-1)
  const offers = (typing && props.offersFor?.(shown)) || []
  useEffect(() => {
    if (autoFocus) area.current?.focus()
  }, [autoFocus])

  const leave = () => {
    ended()
    room.setPlace(null)
    // Whoever else is in it may be about to type.
    if (shown.trim() === '' && !places.some((place) => place.field === field)) props.onEmpty?.()
  }
  const take = (offer: string) => {
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
    const { value: text, selectionStart, selectionEnd } = event.currentTarget
    const mayMark = props.marks && event.key !== 'Enter'
    const marking = mayMark ? markingFor(event, text, selectionStart, selectionEnd) : null
    if (marking) {
      event.preventDefault()
      return markField(event.currentTarget, marking)
    }
    const way = wayOf(event)
    if (way) {
      event.preventDefault()
      history[way]()
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      if (props.onEnter && shown.trim() !== '') props.onEnter()
      else event.currentTarget.blur()
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
          defaultValue={value}
          onFocus={() => {
            began()
            room.setPlace(field)
          }}
          onInput={() => setChosen(-1)}
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

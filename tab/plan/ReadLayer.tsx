// What a field shows: the text that gives it its size, and where the text has marks, the text itself in place of the field's.
import { mergeClasses } from '@fluentui/react-components'
import type { MouseEvent, ReactNode, RefObject } from 'react'
import { useFieldStyles } from './fieldStyles.ts'
import { indexAt } from './letters.ts'

type Props = {
  layer: RefObject<HTMLDivElement | null>
  area: RefObject<HTMLTextAreaElement | null>
  /** Whether the text has marks: without them the field shows its own letters, read or typed. */
  marked: boolean
  /** Whether one types in the field. */
  typing: boolean
  /** Its stretches say where they stand in the text (data-at). */
  children: ReactNode
}

export function ReadLayer({ layer, area, marked, typing, children }: Props) {
  const styles = useFieldStyles()
  const isRead = marked && !typing
  /** The caret goes to the letter that was pressed. A link does what links do, and whoever selected words wants those. */
  const begin = (event: MouseEvent<HTMLElement>) => {
    // A press inside a link's popover arrives here as well.
    const pressed = event.target instanceof Element && event.currentTarget.contains(event.target) ? event.target : null
    if (!pressed || pressed.closest('a') || getSelection()?.isCollapsed === false || !area.current) return
    const index = indexAt(event.currentTarget, event.clientX, event.clientY) ?? area.current.value.length
    area.current.focus({ preventScroll: true })
    area.current.setSelectionRange(index, index)
  }
  return (
    <div
      ref={layer}
      aria-hidden={!isRead}
      className={mergeClasses(styles.text, marked ? (typing ? styles.underneath : styles.read) : styles.mirror)}
      onClick={isRead ? begin : undefined}
    >
      {children}
    </div>
  )
}

// Draws where the other one is typing in the aspiration: a caret, and a flag with their first name for two seconds.
import { makeStyles, mergeClasses } from '@fluentui/react-components'
import { type RefObject, useLayoutEffect, useState } from 'react'
import type * as Y from 'yjs'
import { personColor } from '#tab/ui/personColor.ts'
import { useEditing, useRecently } from './editing.ts'
import { useFlagStyles } from './OthersHere.tsx'
import type { Place } from './room.ts'
import { indexOf } from './textBinding.ts'

const FLAG_MS = 2000

const useStyles = makeStyles({
  caret: { position: 'absolute', width: '2px', pointerEvents: 'none' },
  flag: { position: 'absolute', insetInlineStart: 0, pointerEvents: 'none', zIndex: 1 },
  above: { insetBlockEnd: '100%' },
  below: { insetBlockStart: '100%' },
})

type Spot = { left: number; top: number; height: number }
type Props = {
  text: Y.Text
  /** The element that holds the same text in the same place. */
  mirror: RefObject<HTMLElement | null>
  /** Where the caret of this window is: no flag may cover its line. */
  caretHere: number | null
  shown: string
}

export function RemoteCarets({ text, mirror, caretHere, shown }: Props) {
  const { places } = useEditing()
  const [width, setWidth] = useState(0)
  const [spots, setSpots] = useState<Record<string, Spot | null>>({})
  const typing = places.filter((place) => place.field === 'aspiration')

  useLayoutEffect(() => {
    if (!mirror.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0))
    observer.observe(mirror.current)
    return () => observer.disconnect()
  }, [mirror])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text's layout follows from what is shown and how wide
  useLayoutEffect(() => {
    const found: Record<string, Spot | null> = { here: spotOf(mirror.current, caretHere) }
    for (const { client, caret } of typing) found[client] = spotOf(mirror.current, indexOf(caret, text))
    setSpots((was) => (JSON.stringify(was) === JSON.stringify(found) ? was : found))
  }, [places, shown, width, caretHere])

  return typing.map((place) => {
    const spot = spots[place.client]
    return spot && <Caret key={place.client} place={place} spot={spot} here={spots.here ?? null} />
  })
}

function Caret({ place, spot, here }: { place: Place; spot: Spot; here: Spot | null }) {
  const styles = useStyles()
  const flags = useFlagStyles()
  const { border, background, foreground } = personColor(place.person.id)
  const fresh = useRecently(place.movedAt, FLAG_MS)
  const wouldCover = here !== null && here.top < spot.top && here.top >= spot.top - spot.height * 1.5
  return (
    <span
      aria-hidden
      className={styles.caret}
      style={{ ...spot, backgroundColor: border }}
      data-caret={place.person.id}
    >
      <span
        className={mergeClasses(
          styles.flag,
          wouldCover ? styles.below : styles.above,
          flags.flag,
          !fresh && flags.gone,
        )}
        style={{ backgroundColor: background, color: foreground }}
      >
        {place.person.firstName}
      </span>
    </span>
  )
}

/** Where letter `index` of an element's text stands, relative to the element's parent. */
function spotOf(element: HTMLElement | null, index: number | null): Spot | null {
  const letters = element?.firstChild
  const ground = element?.parentElement
  if (!letters || !ground || index === null) return null
  const range = document.createRange()
  range.setStart(letters, Math.min(index, letters.textContent?.length ?? 0))
  range.collapse(true)
  const rect = range.getBoundingClientRect()
  const from = ground.getBoundingClientRect()
  return { left: rect.left - from.left - 1, top: rect.top - from.top, height: rect.height }
}

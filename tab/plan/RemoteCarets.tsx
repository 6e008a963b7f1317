// Draws where the other one is typing in the aspiration: a caret, and a flag with their first name for two seconds.
import { makeStyles, mergeClasses } from '@fluentui/react-components'
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import type * as Y from 'yjs'
import { personColor } from '#tab/ui/personColor.ts'
import { useEditing, useRecently } from './editing.ts'
import { type Spot, spotOf } from './letters.ts'
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

type Props = {
  text: Y.Text
  /** The element that shows the text, to be read or to be typed in. */
  layer: RefObject<HTMLElement | null>
  /** Where the caret of this window is: no flag may cover its line. */
  caretHere: number | null
  shown: string
  /** Whether the text is shown as it is typed: its letters stand elsewhere then. */
  typing: boolean
}

export function RemoteCarets({ text, layer, caretHere, shown, typing }: Props) {
  const { places } = useEditing()
  const [width, setWidth] = useState(0)
  const [spots, setSpots] = useState<Record<string, Spot | null>>({ here: null })
  const others = places.filter((place) => place.field === 'aspiration')

  useEffect(() => {
    if (!layer.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0))
    observer.observe(layer.current)
    return () => observer.disconnect()
  }, [layer])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text's layout follows from what is shown and how wide
  useLayoutEffect(() => {
    const found: Record<string, Spot | null> = { here: spotOf(layer.current, caretHere) }
    for (const { client, caret } of others) found[client] = spotOf(layer.current, indexOf(caret, text))
    setSpots((was) => (JSON.stringify(was) === JSON.stringify(found) ? was : found))
  }, [places, shown, typing, width, caretHere])

  return others.map((place) => {
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

// What a screen reader hears of the others and of saving, politely and never each keystroke.
import { useEffect, useRef, useState } from 'react'
import { Hidden } from '#tab/ui/Hidden.tsx'
import { useEditing } from './editing.ts'
import type { RoomState } from './room.ts'
import { saveWords } from './SaveState.tsx'

type Props = {
  state: RoomState
  /** The newest thing that happened around the text. */
  heard: { by: string; kind: string } | null
  /** What was done here. */
  done: { words: string } | null
}

export function LiveRegion({ state, heard, done }: Props) {
  const { other, places } = useEditing()
  const [says, setSays] = useState('')
  const isHere = places.length > 0
  const wasHere = useRef(isHere)
  const words = saveWords(state)

  useEffect(() => {
    if (state.save !== 'saving') setSays(words)
  }, [state.save, words])
  useEffect(() => {
    if (isHere && !wasHere.current) setSays(`${other.firstName} joined`)
    wasHere.current = isHere
  }, [isHere, other.firstName])
  useEffect(() => {
    if (heard && heard.by === other.id && heard.kind !== 'progress') setSays(`${other.firstName} agreed`)
  }, [heard, other])

  return (
    <>
      <div role="status">
        <Hidden>{says}</Hidden>
      </div>
      {/* Apart, so that "Saved" does not take its place before it is read. */}
      <div role="status">
        <Hidden>{done?.words ?? ''}</Hidden>
      </div>
    </>
  )
}

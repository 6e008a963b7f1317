// What was changed in this window can be taken back in it, what the other one did cannot; and for a while, what was just removed.
import { useEffect, useRef, useState } from 'react'
import type * as Y from 'yjs'
import { ownHistory, removeItem } from '#shared/plan/edit.ts'

/** How long "Undo" is offered for what was removed, ms. */
const OFFERED_MS = 10_000

export type OwnHistory = {
  undo: () => void
  redo: () => void
  /** Does something as a step of its own: it is taken back alone. */
  apart: (change: () => void) => void
  /** Removes an item; `words` say what it was, e.g. 'Action removed'. */
  remove: (id: string, words: string) => void
  /** What was just removed and can still come back. */
  removed: { id: string; words: string } | null
}

/**
 * `say` tells a screen reader. Ctrl+Z (Cmd+Z) outside of texts is for the plan as a whole; a text that has letters of
 * its own to take back keeps the key for itself.
 */
export function useOwnHistory(doc: Y.Doc, say: (words: string) => void): OwnHistory {
  const history = useRef<Y.UndoManager>(null)
  const [removed, setRemoved] = useState<OwnHistory['removed']>(null)

  useEffect(() => {
    const own = ownHistory(doc)
    history.current = own
    // The next change that is made here comes first when one goes back.
    const onAdded = () => setRemoved(null)
    own.on('stack-item-added', onAdded)
    own.on('stack-item-updated', onAdded)
    return () => {
      own.destroy()
      history.current = null
    }
  }, [doc])
  useEffect(() => {
    if (!removed) return
    const timer = setTimeout(() => setRemoved(null), OFFERED_MS)
    return () => clearTimeout(timer)
  }, [removed])

  const undo = () => {
    setRemoved(null)
    if (history.current?.undo()) say('Undone')
  }
  const redo = () => {
    if (history.current?.redo()) say('Done again')
  }
  const latest = useRef({ undo, redo })
  latest.current = { undo, redo }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const way = wayOf(event)
      if (event.defaultPrevented || !way || isText(event.target)) return
      event.preventDefault()
      latest.current[way]()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])

  const apart = (change: () => void) => {
    history.current?.stopCapturing()
    change()
    history.current?.stopCapturing()
  }
  const remove = (id: string, words: string) => {
    apart(() => removeItem(doc, id))
    setRemoved({ id, words })
    say(words)
  }
  return { undo, redo, apart, remove, removed }
}

/** Ctrl+Z, Ctrl+Shift+Z, Ctrl+Y, or Cmd instead of Ctrl. */
export function wayOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): 'undo' | 'redo' | null {
  const key = event.key.toLowerCase()
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null
  if (key === 'y' || (key === 'z' && event.shiftKey)) return 'redo'
  return key === 'z' ? 'undo' : null
}

const isText = (target: EventTarget | null) => target instanceof Element && target.matches('textarea, input')

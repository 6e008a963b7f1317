// Saves what is typed by itself, a moment after the last key, one save at a time.
import { useCallback, useEffect, useRef, useState } from 'react'

export type SaveState = 'clean' | 'saving' | 'saved' | 'failed'

const AFTER_LAST_KEY_MS = 800
const AGAIN_MS = 8000

export type Autosave<T> = {
  state: SaveState
  /** To be called with every change. */
  change: (value: T) => void
  /** Saves at once what is not saved yet; true when nothing is left unsaved. */
  flush: () => Promise<boolean>
}

/**
 * `save` throws where it did not work: what was typed stays, and is tried again after 8 s, with the next key,
 * or when `flush` is called. Leaving the screen saves what is left.
 */
export function useAutosave<T>(save: (value: T) => Promise<void>): Autosave<T> {
  const [state, setState] = useState<SaveState>('clean')
  const waiting = useRef<{ value: T } | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const running = useRef<Promise<boolean> | null>(null)
  const latest = useRef(save)
  latest.current = save

  const flush = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current)
    running.current ??= drain().finally(() => {
      running.current = null
    })
    return running.current

    async function drain(): Promise<boolean> {
      while (waiting.current) {
        const { value } = waiting.current
        waiting.current = null
        setState('saving')
        try {
          await latest.current(value)
        } catch {
          // A newer text has taken its place already, or else it waits for the next try.
          waiting.current ??= { value }
          setState('failed')
          timer.current = setTimeout(flush, AGAIN_MS)
          return false
        }
        if (!waiting.current) setState('saved')
      }
      return true
    }
  }, [])

  const change = useCallback(
    (value: T) => {
      waiting.current = { value }
      setState('saving')
      clearTimeout(timer.current)
      timer.current = setTimeout(flush, AFTER_LAST_KEY_MS)
    },
    [flush],
  )

  useEffect(() => {
    const leave = () => void flush()
    const warn = (event: BeforeUnloadEvent) => {
      if (waiting.current || running.current) event.preventDefault()
    }
    addEventListener('pagehide', leave)
    addEventListener('beforeunload', warn)
    return () => {
      removeEventListener('pagehide', leave)
      removeEventListener('beforeunload', warn)
      leave()
      clearTimeout(timer.current)
    }
  }, [flush])

  return { state, change, flush }
}

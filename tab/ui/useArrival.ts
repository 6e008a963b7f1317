// A page that takes another's place takes the focus too: what was pressed is gone with the other page.
import { type RefObject, useEffect, useRef } from 'react'

/** For what is first on the page. Whoever only looks, and has pressed nothing yet, keeps an untouched page. */
export function useArrival<E extends HTMLElement>(): RefObject<E | null> {
  const first = useRef<E>(null)
  useEffect(() => {
    const nowhere = document.activeElement === null || document.activeElement === document.body
    if (nowhere && navigator.userActivation?.hasBeenActive) first.current?.focus({ preventScroll: true })
  }, [])
  return first
}

// Focus that stood on something which has gone (a stamp's button, a removed action) falls to the region it was in.
import { type RefObject, useEffect, useRef } from 'react'

export function useKeptFocus(root: RefObject<HTMLElement | null>): void {
  const last = useRef<{ element: Element; region: HTMLElement } | null>(null)
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent) => {
      const region = target instanceof Element ? target.closest<HTMLElement>('[data-region]') : null
      // A menu's own items lie outside: what opened it is what counts.
      if (target instanceof Element && region && root.current?.contains(region))
        last.current = { element: target, region }
    }
    document.addEventListener('focusin', onFocus)
    return () => document.removeEventListener('focusin', onFocus)
  }, [root])
  // After every drawing: only a drawing takes an element away.
  useEffect(() => {
    if (!last.current || last.current.element.isConnected || document.activeElement !== document.body) return
    const { region } = last.current
    if (region.isConnected) region.focus({ preventScroll: true })
    last.current = null
  })
}

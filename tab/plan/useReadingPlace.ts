// Where one was reading: a page reached from another begins at its top, and that one is found again where it was left.
import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react'

/** `from` is the page that the others are reached from. Returns what is called before it is left. */
export function useReadingPlace<P extends string>(root: RefObject<HTMLElement | null>, page: P, from: P): () => void {
  const left = useRef(0)
  const shown = useRef(from)
  useLayoutEffect(() => {
    // To find it costs a layout: not before there is something to scroll to.
    if (shown.current === page) return
    shown.current = page
    const scroller = scrollerOf(root.current)
    if (scroller) scroller.scrollTop = page === from ? left.current : 0
  }, [root, page, from])
  return useCallback(() => {
    left.current = scrollerOf(root.current)?.scrollTop ?? 0
  }, [root])
}

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  if (!element || ['auto', 'scroll'].includes(getComputedStyle(element).overflowY)) return element
  return scrollerOf(element.parentElement)
}

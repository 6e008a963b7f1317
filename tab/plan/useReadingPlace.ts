// Where one was reading: a page reached from the plan begins at its top, and the plan is found again where it was left.
import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react'
import type { PlanPage } from './frame.ts'

/** Returns what is called before the plan is left. */
export function useReadingPlace(root: RefObject<HTMLElement | null>, page: PlanPage): () => void {
  const left = useRef(0)
  useLayoutEffect(() => {
    const scroller = scrollerOf(root.current)
    if (scroller) scroller.scrollTop = page === 'plan' ? left.current : 0
  }, [root, page])
  return useCallback(() => {
    left.current = scrollerOf(root.current)?.scrollTop ?? 0
  }, [root])
}

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  if (!element || ['auto', 'scroll'].includes(getComputedStyle(element).overflowY)) return element
  return scrollerOf(element.parentElement)
}

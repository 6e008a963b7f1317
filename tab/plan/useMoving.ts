// Items of the plan that are moved: by the keyboard (Alt and an arrow), by a menu, or drawn along by their grip.
import { type RefObject, useEffect, useRef } from 'react'
import { moveAction, moveItem } from '#shared/plan/edit.ts'
import { beginDrag } from './drag.ts'
import type { Editing } from './editing.ts'
import { placeWords, stepOf, type Target } from './order.ts'

type Options = Pick<Editing, 'room' | 'plan' | 'say' | 'history'> & {
  root: RefObject<HTMLElement | null>
  /** Whether `root` is there. */
  ready: boolean
}

/**
 * Listens in `root`, whose items carry `data-item` (their id). Returns how to move an item somewhere, which also says
 * where it is now and keeps the focus on it.
 */
export function useMoving({ root, ready, room, plan, say, history }: Options): (id: string, to: Target) => void {
  const move = (id: string, to: Target) => {
    const focused = document.activeElement
    history.apart(() => {
      if (to.area !== null) moveAction(room.doc, id, to.area, to.before)
      else moveItem(room.doc, id, to.before)
    })
    // An element that React moved has lost the focus by then, or is another one.
    requestAnimationFrame(() => {
      say(`Moved to ${placeWords(latest.current.plan, id)}`)
      keepFocus(root.current, id, focused)
    })
  }
  const latest = useRef({ plan, move })
  latest.current = { plan, move }

  useEffect(() => {
    const element = root.current
    if (!element || !ready) return
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event
      if (!event.altKey || event.ctrlKey || event.metaKey || !(target instanceof Element)) return
      const step = stepFor(event.key, target)
      const id = target.closest<HTMLElement>('[data-item]')?.dataset.item
      const to = id && step && stepOf(latest.current.plan, id, step)
      if (!step || !id) return
      event.preventDefault()
      if (to) latest.current.move(id, to)
    }
    const onPointerDown = (event: PointerEvent) => {
      const grip = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-grip]') : null
      if (!grip || event.button !== 0) return
      beginDrag(element, grip, event, (id, to) => latest.current.move(id, to))
    }
    element.addEventListener('keydown', onKeyDown)
    element.addEventListener('pointerdown', onPointerDown)
    return () => {
      element.removeEventListener('keydown', onKeyDown)
      element.removeEventListener('pointerdown', onPointerDown)
    }
  }, [root, ready])
  return move
}

/** In a text, Alt with left and right goes from word to word on a Mac. */
function stepFor(key: string, target: Element): -1 | 1 | null {
  const inText = target.matches('textarea, input')
  if (key === 'ArrowUp' || (key === 'ArrowLeft' && !inText)) return -1
  return key === 'ArrowDown' || (key === 'ArrowRight' && !inText) ? 1 : null
}

function keepFocus(root: HTMLElement | null, id: string, focused: Element | null): void {
  if (!(focused instanceof HTMLElement) || document.activeElement === focused) return
  const item = root?.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`)
  const same = item?.contains(focused) ? focused : item?.querySelector<HTMLElement>('textarea')
  same?.focus({ preventScroll: true })
  item?.scrollIntoView({ block: 'nearest' })
}

// Draws an item along with the pointer, by mouse, pen or finger, and shows where it would drop.
import type { Target } from './order.ts'

/** How far the pointer goes before it is meant, px. */
const MEANT = 4
/** How near the edge of what scrolls it scrolls on, px, and by how much. */
const EDGE = 48
const SCROLL = 12

type Drop = (id: string, to: Target) => void
/** Where a line shows the drop place, relative to the window, px; and what is meant by it. */
type Place = { left: number; top: number; width: number; height: number; to: Target }

/**
 * Items carry `data-item` (their id), the lists of actions `data-actions` (their focus area's). `grip` lies in the item
 * that goes along, and the line is drawn in the `data-moving` around it. Nothing is changed before the pointer is let go; Escape lets it go where it was.
 */
export function beginDrag(
  root: HTMLElement,
  grip: HTMLElement,
  { pointerId, clientX, clientY }: PointerEvent,
  drop: Drop,
): void {
  const item = grip.closest<HTMLElement>('[data-item]')
  const id = item?.dataset.item
  if (!item || id === undefined) return
  const area = item.parentElement?.dataset.actions ?? null
  const next = item.nextElementSibling instanceof HTMLElement ? (item.nextElementSibling.dataset.item ?? null) : null
  const ground = item.closest<HTMLElement>('[data-moving]') ?? root
  const [field, home] = [ground.getBoundingClientRect(), item.getBoundingClientRect()]
  const scroller = scrollerOf(root)
  const scrolledFrom = scroller?.scrollTop ?? 0
  const line = document.createElement('div')
  line.dataset.drop = ''
  let place: Place | null = null
  let meant = false

  const onMove = (event: PointerEvent) => {
    const [x, y] = [event.clientX - clientX, event.clientY - clientY]
    if (!meant && Math.hypot(x, y) < MEANT) return
    if (!meant) {
      meant = true
      item.dataset.dragged = ''
      ground.append(line)
    }
    const scrolled = (scroller?.scrollTop ?? 0) - scrolledFrom
    // Sideways no farther than the field: the page would become wider.
    item.style.translate = `${clamp(x, field.left - home.left, field.right - home.right)}px ${y + scrolled}px`
    scrollOn(scroller, event.clientY)
    place = area !== null ? placeForAction(root, item, event) : placeForArea(item, event)
    const from = ground.getBoundingClientRect()
    line.hidden = place === null
    if (!place) return
    Object.assign(line.style, {
      left: `${place.left - from.left}px`,
      top: `${place.top - from.top}px`,
      width: `${place.width}px`,
      height: `${place.height}px`,
    })
  }
  const end = (keep: boolean) => {
    grip.removeEventListener('pointermove', onMove)
    grip.removeEventListener('pointerup', onUp)
    grip.removeEventListener('pointercancel', onCancel)
    document.removeEventListener('lostpointercapture', onCancel)
    document.removeEventListener('keydown', onKeyDown, true)
    line.remove()
    item.style.translate = ''
    delete item.dataset.dragged
    const isThere = place?.to.before === next && place.to.area === area
    if (keep && place && !isThere) drop(id, place.to)
  }
  const onUp = () => end(meant)
  const onCancel = () => end(false)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    end(false)
  }
  grip.setPointerCapture(pointerId)
  grip.addEventListener('pointermove', onMove)
  grip.addEventListener('pointerup', onUp)
  grip.addEventListener('pointercancel', onCancel)
  // At the document, since the item may have been removed by the other one.
  document.addEventListener('lostpointercapture', onCancel)
  document.addEventListener('keydown', onKeyDown, true)
}

/** In the card that is nearest, in front of the first action whose middle is under the pointer. */
function placeForAction(root: HTMLElement, dragged: HTMLElement, { clientX, clientY }: PointerEvent): Place | null {
  const lists = [...root.querySelectorAll<HTMLElement>('[data-actions]')]
  const cardOf = (list: HTMLElement) => (list.closest('[data-item]') ?? list).getBoundingClientRect()
  const away = (box: DOMRect) =>
    Math.hypot(clientX - clamp(clientX, box.left, box.right), clientY - clamp(clientY, box.top, box.bottom))
  const list = lists.sort((a, b) => away(cardOf(a)) - away(cardOf(b)))[0]
  const area = list?.dataset.actions
  if (!list || area === undefined) return null
  const items = itemsOf(list, dragged)
  const next = items.find(({ box }) => clientY < box.top + box.height / 2)
  const last = items.at(-1)
  const within = list.getBoundingClientRect()
  const top = next ? next.box.top - 7 : last ? last.box.bottom + 5 : within.top
  return { left: within.left, top, width: within.width, height: 2, to: { area, before: next?.id ?? null } }
}

/** Cards stand side by side, or below one another where there is little room. */
function placeForArea(dragged: HTMLElement, { clientX, clientY }: PointerEvent): Place | null {
  const list = dragged.parentElement
  if (!list) return null
  const items = itemsOf(list, dragged)
  const first = items[0]
  if (!first) return null
  const isColumn = first.box.width > list.getBoundingClientRect().width * 0.8
  const next = items.find(({ box }) =>
    isColumn
      ? clientY < box.top + box.height / 2
      : clientY < box.top || (clientY < box.bottom && clientX < box.left + box.width / 2),
  )
  const { box } = next ?? items.at(-1) ?? first
  const to = { area: null, before: next?.id ?? null }
  if (isColumn) return { left: box.left, top: next ? box.top - 9 : box.bottom + 7, width: box.width, height: 2, to }
  return { left: next ? box.left - 9 : box.right + 7, top: box.top, width: 2, height: box.height, to }
}

function itemsOf(list: HTMLElement, without: HTMLElement): { id: string; box: DOMRect }[] {
  return [...list.children].flatMap((one) => {
    const id = one instanceof HTMLElement && one !== without ? one.dataset.item : undefined
    return id === undefined ? [] : [{ id, box: one.getBoundingClientRect() }]
  })
}

function scrollOn(scroller: HTMLElement | null, y: number): void {
  if (!scroller) return
  const { top, bottom } = scroller.getBoundingClientRect()
  if (y < top + EDGE) scroller.scrollTop -= SCROLL
  if (y > bottom - EDGE) scroller.scrollTop += SCROLL
}

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  if (!element || ['auto', 'scroll'].includes(getComputedStyle(element).overflowY)) return element
  return scrollerOf(element.parentElement)
}

const clamp = (value: number, from: number, to: number) => Math.min(Math.max(value, from), to)

// Which letter of a text is where on the screen, in an element whose stretches say where they stand in the text (data-at).

/** In px, relative to the element's parent. */
export type Spot = { left: number; top: number; height: number }

/** Where the place in front of letter `index` is; of a mark that is not shown, the end of what stands before it. */
export function spotOf(element: HTMLElement | null, index: number | null): Spot | null {
  const ground = element?.parentElement
  if (!element || !ground || index === null) return null
  const stretches = [...element.querySelectorAll<HTMLElement>('[data-at]')]
  const stretch = stretches.findLast((one) => placeOf(one) <= index) ?? stretches[0]
  const letters = stretch?.firstChild
  if (!stretch || !letters) return null
  const range = document.createRange()
  range.setStart(letters, Math.min(Math.max(0, index - placeOf(stretch)), letters.textContent?.length ?? 0))
  range.collapse(true)
  const rect = range.getBoundingClientRect()
  const from = ground.getBoundingClientRect()
  return { left: rect.left - from.left - 1, top: rect.top - from.top, height: rect.height }
}

/** The index in the text of what is at this point of the window, in px; null beside all letters. */
export function indexAt(element: HTMLElement, x: number, y: number): number | null {
  const [node, offset] = letterAt(x, y)
  if (!node || !element.contains(node)) return null
  const stretch = (node instanceof HTMLElement ? node : node.parentElement)?.closest<HTMLElement>('[data-at]')
  if (stretch) return placeOf(stretch) + (node instanceof Text ? offset : 0)
  const line = node instanceof HTMLElement ? node.querySelector<HTMLElement>('[data-at]') : null
  return line && placeOf(line)
}

/** Two names of one thing: the standard's, and what Safari has. */
function letterAt(x: number, y: number): [Node | null, number] {
  if ('caretPositionFromPoint' in document) {
    const position = document.caretPositionFromPoint(x, y)
    return [position?.offsetNode ?? null, position?.offset ?? 0]
  }
  const range = (document as Document).caretRangeFromPoint(x, y)
  return [range?.startContainer ?? null, range?.startOffset ?? 0]
}

const placeOf = (stretch: HTMLElement): number => Number(stretch.dataset.at)

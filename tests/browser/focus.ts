// Where the keyboard's focus is on a page of the app, and whether one sees it: for tests that press keys only.
import type { Frame } from 'playwright-core'

export type Focus = {
  /** What it is called by a screen reader, nearly. */
  name: string
  tag: string
  type: string
  /** Nowhere: on the page itself. */
  lost: boolean
  /** Which region of the plan it is in, by its place; -1 for none. */
  region: number
  /** Its corner in that region, px. */
  left: number
  top: number
}

/** Reads it, and remembers how it looks for `unseen`. */
export const focusOf = (inside: Frame): Promise<Focus> =>
  inside.evaluate(() => {
    const element = document.activeElement as HTMLElement
    const named = element.getAttribute('aria-labelledby')?.split(' ') ?? []
    const name =
      element.getAttribute('aria-label') ?? named.map((id) => document.getElementById(id)?.innerText ?? '').join(' ')
    const regions = [...document.querySelectorAll('[data-region]')]
    const region = regions.findIndex((one) => one.contains(element))
    const from = regions[region]?.getBoundingClientRect()
    const box = element.getBoundingClientRect()
    return {
      name: name || element.innerText || '',
      tag: element.tagName,
      type: element.getAttribute('type') ?? '',
      lost: element === document.body,
      region,
      left: box.left - (from?.left ?? 0),
      top: box.top - (from?.top ?? 0),
    }
  })

/** Begins to watch: every element that takes the focus is compared with itself once it has lost it. */
export async function watchFocus(inside: Frame): Promise<void> {
  await inside.evaluate(() => {
    /** How it looks, with its halves before and after, and with what it stands in. */
    const looks = (element: Element): string => {
      const around = [element, element.parentElement, element.parentElement?.parentElement].filter((one) => one != null)
      const styles = around.flatMap((one) => ['', '::before', '::after'].map((half) => getComputedStyle(one, half)))
      return JSON.stringify(
        styles.map((style) => [
          // The browser changes its colour even where it draws none.
          style.outlineStyle === 'none' || style.outline,
          style.boxShadow,
          style.border,
          style.backgroundColor,
          style.textDecoration,
        ]),
      )
    }
    const unseen: string[] = []
    Object.assign(globalThis, { unseen })
    let last: { element: Element; looked: string } | null = null
    const compare = () => {
      if (last?.element.isConnected && last.element !== document.activeElement && looks(last.element) === last.looked)
        unseen.push(last.element.outerHTML.slice(0, 160))
    }
    document.addEventListener('focusin', ({ target }) => {
      // Fluent's focus keepers pass it on at once.
      if (!(target instanceof Element) || target.hasAttribute('data-tabster-dummy')) return
      compare()
      last = { element: target, looked: '' }
      const mine = last
      // Fluent marks what the keyboard has focused in a listener of its own.
      queueMicrotask(() => {
        mine.looked = looks(target)
      })
    })
  })
}

/** What had the focus and did not show it. */
export const unseen = (inside: Frame): Promise<string[]> =>
  inside.evaluate(() => (globalThis as unknown as { unseen: string[] }).unseen)

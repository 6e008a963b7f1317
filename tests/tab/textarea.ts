// A textarea as far as a binding sees it: value, selection and events behave as the HTML standard says.
import { setMaxListeners } from 'node:events'

type Direction = 'forward' | 'backward' | 'none'

/** Whose window is in front: `document` in these tests is one for all, and in it at most one area has the focus. */
const page = Object.assign(new EventTarget(), { activeElement: null as Textarea | null })
Object.assign(globalThis, { document: page })
setMaxListeners(0, page)

export class Textarea extends EventTarget {
  selectionStart = 0
  selectionEnd = 0
  selectionDirection: Direction = 'none'
  #value = ''

  get value(): string {
    return this.#value
  }
  /** A new value throws the caret to its end, the same value leaves it. */
  set value(text: string) {
    if (text === this.#value) return
    this.#value = text
    this.setSelectionRange(text.length, text.length)
  }

  setSelectionRange(start: number, end: number, direction: Direction = 'none'): void {
    this.selectionEnd = Math.min(end, this.#value.length)
    this.selectionStart = Math.min(start, this.selectionEnd)
    this.selectionDirection = direction
    if (page.activeElement === this) page.dispatchEvent(new Event('selectionchange'))
  }

  focus(): void {
    page.activeElement = this
    this.dispatchEvent(new Event('focus'))
  }
  blur(): void {
    page.activeElement = null
    this.dispatchEvent(new Event('blur'))
  }

  /** The selection is replaced, as typing, pasting and deleting do; the caret stands behind what was inserted. */
  type(inserted: string): void {
    const [start, end] = [this.selectionStart, this.selectionEnd]
    this.value = this.#value.slice(0, start) + inserted + this.#value.slice(end)
    this.setSelectionRange(start + inserted.length, start + inserted.length)
    this.dispatchEvent(new Event('input'))
  }
  typeAt(start: number, end: number, inserted: string): void {
    this.setSelectionRange(start, end)
    this.type(inserted)
  }

  compose(): void {
    this.dispatchEvent(new Event('compositionstart'))
  }
  composed(): void {
    this.dispatchEvent(new Event('compositionend'))
  }

  /** True when the page kept the key from the browser. */
  press(key: string, held: { ctrlKey?: boolean; metaKey?: boolean; shiftKey?: boolean; altKey?: boolean }): boolean {
    return !this.dispatchEvent(Object.assign(new Event('keydown', { cancelable: true }), { key, ...held }))
  }

  /** What the binding takes it for. */
  get element(): HTMLTextAreaElement {
    return this as unknown as HTMLTextAreaElement
  }
}

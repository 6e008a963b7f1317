// Binds a textarea to a shared text: each side's typing reaches the other letter by letter, and no caret jumps.
import * as Y from 'yjs'
import { type Edit, editBetween } from '#shared/plan/typed.ts'
import { afterEdit, type Stretch, stretchesAfter } from './carets.ts'
import { type Marking, markingFor } from './markKeys.ts'

type Letters = {
  /** Does something to the text that is none of the other one's doing: the area hears nothing of it. */
  change: (doing: () => void) => void
  /** Shows the text as it is now, with this selection. */
  show: (start: number, end: number) => void
  isComposing: () => boolean
  unbind: () => void
}
type How = {
  /** What the textarea shows now. */
  onText: (text: string) => void
  /** What the transactions with what is typed here are said to come from. */
  origin?: unknown
  /** Line breaks that get in become spaces. */
  oneLine?: boolean
}

/** The letters alone, of any field. */
export function bindLetters(area: HTMLTextAreaElement, text: Y.Text, how: How): Letters {
  const { onText, origin = null, oneLine = false } = how
  let shown = area.value
  let changing = false
  let composing = false
  /** What the other one did while an input method was composing here: the textarea must not be touched then. */
  let missed: Edit[] = []

  const change = (doing: () => void) => {
    changing = true
    try {
      text.doc?.transact(doing, origin)
    } finally {
      changing = false
    }
  }
  const show = (start: number, end: number) => {
    const { selectionDirection } = area
    shown = text.toString()
    area.value = shown
    if (document.activeElement === area) area.setSelectionRange(start, end, selectionDirection)
    onText(shown)
  }
  const showAfter = (edits: Edit[]) =>
    show(edits.reduce(afterEdit, area.selectionStart), edits.reduce(afterEdit, area.selectionEnd))
  const read = () => {
    if (composing) return onText(area.value)
    const edit = editBetween(shown, area.value, area.selectionEnd)
    const others = missed
    missed = []
    if (edit) {
      const removed: Stretch[] = [[edit.at, edit.at + edit.removed]]
      const at = others.reduce(afterEdit, edit.at)
      const inserted = oneLine ? inOneLine(edit.inserted) : edit.inserted
      change(() => {
        // From the back, so that the places in front stay right.
        for (const [from, to] of others.reduce(stretchesAfter, removed).reverse()) text.delete(from, to - from)
        if (inserted) text.insert(at, inserted)
      })
      if (others.length > 0 || inserted !== edit.inserted) return show(at + inserted.length, at + inserted.length)
    } else if (others.length > 0) return showAfter(others)
    shown = area.value
    onText(shown)
  }
  const onRemote = ({ delta }: Y.YTextEvent) => {
    if (changing) return
    if (composing) missed.push(...editsOf(delta))
    else showAfter(editsOf(delta))
  }
  const onComposing = ({ type }: Event) => {
    composing = type === 'compositionstart'
    if (!composing) read()
  }

  text.observe(onRemote)
  area.addEventListener('input', read)
  area.addEventListener('compositionstart', onComposing)
  area.addEventListener('compositionend', onComposing)
  const behind = editBetween(shown, text.toString(), 0)
  showAfter(behind ? [behind] : [])

  return {
    change,
    show,
    isComposing: () => composing,
    unbind: () => {
      text.unobserve(onRemote)
      area.removeEventListener('input', read)
      area.removeEventListener('compositionstart', onComposing)
      area.removeEventListener('compositionend', onComposing)
    },
  }
}

type Callbacks = Pick<How, 'onText'> & {
  /** Where the caret is now, as an index and as a Yjs relative position in JSON; null when it has left. */
  onCaret: (caret: { index: number; position: unknown } | null) => void
}

/**
 * A large text: its letters, its marks, where the caret is, and a history of its own. Returns how to unbind. Ctrl+Z takes
 * back what was typed here, never the other one's words.
 */
export function bindText(area: HTMLTextAreaElement, text: Y.Text, { onText, onCaret }: Callbacks): () => void {
  const typedHere = Symbol('typed here')
  const history = new Y.UndoManager(text, { trackedOrigins: new Set([typedHere]) })
  const letters = bindLetters(area, text, { onText, origin: typedHere })

  const tell = () => {
    if (document.activeElement !== area || letters.isComposing()) return
    const index = Math.min(area.selectionEnd, text.length)
    // Bound to the letter before it, so that it moves with every letter typed.
    onCaret({ index, position: Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index, -1)) })
  }
  const mark = ({ edits, start, end }: Marking) => {
    const length = edits.reduce((sum, { removed, inserted }) => sum + inserted.length - removed, text.length)
    if (area.maxLength >= 0 && length > area.maxLength) return
    // A step of its own for whoever takes it back.
    history.stopCapturing()
    letters.change(() => {
      for (const { at, removed, inserted } of edits.toReversed()) {
        text.delete(at, removed)
        text.insert(at, inserted)
      }
    })
    history.stopCapturing()
    letters.show(start, end)
  }
  const onKey = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase()
    const { selectionStart, selectionEnd } = area
    const marking = letters.isComposing() ? null : markingFor(event, area.value, selectionStart, selectionEnd)
    if (marking) {
      event.preventDefault()
      return mark(marking)
    }
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== 'z' && key !== 'y')) return
    event.preventDefault()
    if (key === 'y' || event.shiftKey) history.redo()
    else history.undo()
  }
  const onBlur = () => onCaret(null)

  area.addEventListener('keydown', onKey)
  area.addEventListener('focus', tell)
  area.addEventListener('blur', onBlur)
  document.addEventListener('selectionchange', tell)

  return () => {
    letters.unbind()
    history.destroy()
    area.removeEventListener('keydown', onKey)
    area.removeEventListener('focus', tell)
    area.removeEventListener('blur', onBlur)
    document.removeEventListener('selectionchange', tell)
  }
}

type Plain = Pick<How, 'onText'> & {
  /** The text that the field becomes; null where it is gone. */
  begin: () => Y.Text | null
}

/**
 * A field of an older document, which is a plain value until something is typed in it here or there; then its text is to
 * be bound instead.
 */
export function bindValue(area: HTMLTextAreaElement, value: string, { onText, begin }: Plain): () => void {
  const behind = editBetween(area.value, value, 0)
  const after = (position: number) => (behind ? afterEdit(position, behind) : position)
  const [start, end] = [after(area.selectionStart), after(area.selectionEnd)]
  area.value = value
  if (document.activeElement === area) area.setSelectionRange(start, end)
  onText(value)
  let composing = false
  const read = () => {
    if (composing) return onText(area.value)
    const edit = editBetween(value, area.value, area.selectionEnd)
    if (!edit) return
    const text = begin()
    text?.doc?.transact(() => {
      text.delete(edit.at, edit.removed)
      text.insert(edit.at, inOneLine(edit.inserted))
    })
  }
  const onComposing = ({ type }: Event) => {
    composing = type === 'compositionstart'
    if (!composing) read()
  }
  area.addEventListener('input', read)
  area.addEventListener('compositionstart', onComposing)
  area.addEventListener('compositionend', onComposing)
  return () => {
    area.removeEventListener('input', read)
    area.removeEventListener('compositionstart', onComposing)
    area.removeEventListener('compositionend', onComposing)
  }
}

/** Where a caret that somebody else sent is in this document; null where it makes no sense here. */
export function indexOf(caret: unknown, text: Y.Text): number | null {
  try {
    const { doc } = text
    const position = doc && Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(caret), doc)
    return position?.type === text ? position.index : null
  } catch {
    return null
  }
}

const inOneLine = (text: string) => text.replace(/[\r\n]+/g, ' ')

/** A Yjs delta as edits that follow one another. */
function editsOf(delta: Y.YTextEvent['delta']): Edit[] {
  const edits: Edit[] = []
  let at = 0
  for (const { retain = 0, insert, delete: removed = 0 } of delta) {
    at += retain
    if (removed > 0) edits.push({ at, removed, inserted: '' })
    if (typeof insert === 'string') {
      edits.push({ at, removed: 0, inserted: insert })
      at += insert.length
    }
  }
  return edits
}

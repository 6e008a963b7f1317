// Binds a textarea to a shared text: each side's typing reaches the other letter by letter, and no caret jumps.
import * as Y from 'yjs'
import { afterEdit, type Edit, editBetween, type Stretch, stretchesAfter } from './carets.ts'
import { type Marking, markingFor } from './markKeys.ts'

type Callbacks = {
  /** What the textarea shows now. */
  onText: (text: string) => void
  /** Where the caret is now, as an index and as a Yjs relative position in JSON; null when it has left. */
  onCaret: (caret: { index: number; position: unknown } | null) => void
}

/** Returns how to unbind. Ctrl+Z takes back what was typed here, never the other one's words. */
export function bindText(area: HTMLTextAreaElement, text: Y.Text, { onText, onCaret }: Callbacks): () => void {
  const typedHere = Symbol('typed here')
  const history = new Y.UndoManager(text, { trackedOrigins: new Set([typedHere]) })
  let shown = ''
  let composing = false
  /** What the other one did while an input method was composing here: the textarea must not be touched then. */
  let missed: Edit[] = []

  const show = (start: number, end: number) => {
    const { selectionDirection } = area
    shown = text.toString()
    area.value = shown
    if (document.activeElement === area) area.setSelectionRange(start, end, selectionDirection)
    onText(shown)
  }
  const read = () => {
    if (composing) return onText(area.value)
    const edit = editBetween(shown, area.value, area.selectionEnd)
    const others = missed
    missed = []
    const place = (position: number) => others.reduce(afterEdit, position)
    if (edit) {
      const removed: Stretch[] = [[edit.at, edit.at + edit.removed]]
      const at = place(edit.at)
      text.doc?.transact(() => {
        // From the back, so that the places in front stay right.
        for (const [from, to] of others.reduce(stretchesAfter, removed).reverse()) text.delete(from, to - from)
        if (edit.inserted) text.insert(at, edit.inserted)
      }, typedHere)
      if (others.length > 0) return show(at + edit.inserted.length, at + edit.inserted.length)
    } else if (others.length > 0) return show(place(area.selectionStart), place(area.selectionEnd))
    shown = area.value
    onText(shown)
  }
  const onRemote = (event: Y.YTextEvent, { origin }: Y.Transaction) => {
    if (origin === typedHere) return
    const edits = editsOf(event.delta)
    if (composing) missed.push(...edits)
    else show(edits.reduce(afterEdit, area.selectionStart), edits.reduce(afterEdit, area.selectionEnd))
  }
  const tell = () => {
    if (document.activeElement !== area || composing) return
    const index = Math.min(area.selectionEnd, text.length)
    // Bound to the letter before it, so that it moves with every letter typed.
    onCaret({ index, position: Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index, -1)) })
  }
  const mark = ({ edits, start, end }: Marking) => {
    const length = edits.reduce((sum, { removed, inserted }) => sum + inserted.length - removed, shown.length)
    if (area.maxLength >= 0 && length > area.maxLength) return
    // A step of its own for whoever takes it back.
    history.stopCapturing()
    text.doc?.transact(() => {
      for (const { at, removed, inserted } of edits.toReversed()) {
        text.delete(at, removed)
        text.insert(at, inserted)
      }
    }, typedHere)
    history.stopCapturing()
    show(start, end)
  }
  const onKey = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase()
    const marking = composing ? null : markingFor(event, shown, area.selectionStart, area.selectionEnd)
    if (marking) {
      event.preventDefault()
      return mark(marking)
    }
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== 'z' && key !== 'y')) return
    event.preventDefault()
    if (key === 'y' || event.shiftKey) history.redo()
    else history.undo()
  }
  const onComposing = ({ type }: Event) => {
    composing = type === 'compositionstart'
    if (!composing) read()
  }
  const onBlur = () => onCaret(null)

  text.observe(onRemote)
  area.addEventListener('input', read)
  area.addEventListener('compositionstart', onComposing)
  area.addEventListener('compositionend', onComposing)
  area.addEventListener('keydown', onKey)
  area.addEventListener('focus', tell)
  area.addEventListener('blur', onBlur)
  document.addEventListener('selectionchange', tell)
  show(0, 0)

  return () => {
    text.unobserve(onRemote)
    history.destroy()
    area.removeEventListener('input', read)
    area.removeEventListener('compositionstart', onComposing)
    area.removeEventListener('compositionend', onComposing)
    area.removeEventListener('keydown', onKey)
    area.removeEventListener('focus', tell)
    area.removeEventListener('blur', onBlur)
    document.removeEventListener('selectionchange', tell)
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

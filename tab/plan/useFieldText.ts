// Keeps a short field's textarea in step with the plan while both may type in it.
import { type RefObject, useLayoutEffect, useState } from 'react'
import { textAt } from '#shared/plan/doc.ts'
import { textToType } from '#shared/plan/edit.ts'
import { useEditing } from './editing.ts'
import { bindLetters, bindValue } from './textBinding.ts'

/** `field` is '<id>.<field>', `value` what the plan has there. Returns what the area shows. */
export function useFieldText(area: RefObject<HTMLTextAreaElement | null>, field: string, value: string): string {
  const { doc } = useEditing().room
  const text = textAt(doc, field)
  const plain = text ? null : value
  const [shown, setShown] = useState(value)
  // Before it is painted, so that nobody sees a word of the other one late.
  useLayoutEffect(() => {
    if (!area.current || !text) return
    return bindLetters(area.current, text, { onText: setShown, oneLine: true }).unbind
  }, [area, text])
  useLayoutEffect(() => {
    if (!area.current || plain === null) return
    return bindValue(area.current, plain, { onText: setShown, begin: () => textToType(doc, field) })
  }, [area, doc, field, plain])
  return shown
}

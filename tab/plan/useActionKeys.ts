// Quick typing of actions: Enter begins the next one, Backspace in an empty one goes back, several pasted lines are several actions.
import { addAction, moveAction, removeItem, setAction } from '#shared/plan/edit.ts'
import { type FocusArea, LIMIT, type PlanAction } from '#shared/plan/plan.ts'
import { useEditing } from './editing.ts'

/** What a paste may make at once. */
const MOST_LINES = 50

/** For the title of an action of this focus area. */
export function useActionKeys(area: FocusArea, action: PlanAction) {
  const { room, info, fresh, history } = useEditing()
  const { doc } = room
  const at = area.actions.findIndex(({ id }) => id === action.id)

  const addBelow = (titles: string[]) => {
    const next = area.actions[at + 1]?.id ?? null
    for (const title of titles) {
      const id = crypto.randomUUID()
      addAction(doc, area.id, { id, owner: action.owner || info.employee.id, title })
      if (next !== null) moveAction(doc, id, area.id, next)
      fresh.current = id
    }
  }
  return {
    onEnter: () => history.apart(() => addBelow([''])),
    onBackspace: () => {
      const before = area.actions[at - 1]?.id ?? area.id
      history.apart(() => removeItem(doc, action.id))
      focusEnd(before)
    },
    /** `first` is the title with the first line in it. */
    onLines: (first: string, others: string[]) =>
      history.apart(() => {
        setAction(doc, action.id, 'title', first)
        addBelow(others.slice(0, MOST_LINES).map((line) => line.slice(0, LIMIT.line).toWellFormed()))
      }),
  }
}

/** Puts the caret behind the last letter of an item's title. */
function focusEnd(id: string): void {
  const title = document.querySelector<HTMLTextAreaElement>(`[data-item="${CSS.escape(id)}"] textarea`)
  title?.focus()
  title?.setSelectionRange(title.value.length, title.value.length)
}

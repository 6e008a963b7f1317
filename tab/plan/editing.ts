// What every part of the live plan shares: the document, the two people, who is where, what is in the way of a stamp.
import { createContext, type RefObject, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type * as Y from 'yjs'
import type { Person, PlanInfo } from '#shared/api.ts'
import { planOf } from '#shared/plan/doc.ts'
import type { Plan } from '#shared/plan/plan.ts'
import type { Names } from './changeRows.ts'
import type { Target } from './order.ts'
import type { Place, Room } from './room.ts'
import type { OwnHistory } from './useOwnHistory.ts'

export type Editing = {
  room: Room
  info: PlanInfo
  plan: Plan
  /** The other one of the two. */
  other: Person
  /** Where the other one's windows are. */
  places: Place[]
  /** Sentences shown under fields, by field. */
  problems: ReadonlyMap<string, string>
  /** Tells a screen reader something, politely. */
  say: (words: string) => void
  history: OwnHistory
  /** Moves an item of the plan, and says where it is then. */
  move: (id: string, to: Target) => void
  /** The item that was added here last: its first field takes the focus. */
  fresh: RefObject<string | null>
}

export const EditingContext = createContext<Editing | null>(null)

export function useEditing(): Editing {
  const editing = useContext(EditingContext)
  if (!editing) throw new Error('useEditing outside of EditingContext')
  return editing
}

/** People's names and the day, in the words of a comparison. */
export function useNames(): Names {
  const { info } = useEditing()
  return {
    of: (id) => [info.employee, info.manager, ...info.people].find((one) => one.id === id)?.firstName ?? 'nobody yet',
    manager: info.manager.firstName,
    today: info.me.today,
  }
}

/** The plan in a document, read again at every change. */
export function usePlan(doc: Y.Doc): Plan {
  const [store] = useState(() => {
    let plan = planOf(doc)
    return {
      get: () => plan,
      subscribe: (listener: () => void) => {
        const onUpdate = () => {
          plan = planOf(doc)
          listener()
        }
        onUpdate()
        doc.on('update', onUpdate)
        return () => doc.off('update', onUpdate)
      },
    }
  })
  return useSyncExternalStore(store.subscribe, store.get)
}

/** True for `ms` after each change of `key`, and never for the first one when `key` is null. */
export function useRecently(key: string | number | null, ms: number): boolean {
  const [over, setOver] = useState<typeof key>(null)
  useEffect(() => {
    if (key === null) return
    const timer = setTimeout(() => setOver(key), ms)
    return () => clearTimeout(timer)
  }, [key, ms])
  return key !== null && over !== key
}

/** Which part of the plan a field is, in words, for those who do not see the carets. */
export function fieldWords(plan: Plan, field: string): string {
  if (field === 'aspiration') return 'Where I’m heading'
  if (field === 'revisit') return 'We look at this again'
  const id = field.slice(0, field.lastIndexOf('.'))
  const area = plan.focusAreas.find((one) => one.id === id)
  const action = plan.focusAreas.flatMap(({ actions }) => actions).find((one) => one.id === id)
  if (plan.strengths.some((one) => one.id === id)) return 'Strengths to build on'
  return area?.title || action?.title || (area ? 'a focus area' : action ? 'an action' : 'the plan')
}

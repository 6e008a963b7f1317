// Agreeing on the plan: what is in the way of it, and the stamp itself (R8).
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Transaction } from 'yjs'
import type { PlanInfo } from '#shared/api.ts'
import { planOf } from '#shared/plan/doc.ts'
import { hashOf, type Plan } from '#shared/plan/plan.ts'
import { problemsOf } from '#shared/plan/ready.ts'
import { ApiError, call } from '#tab/api.ts'
import { type Form, formOf } from './agreement.ts'
import { fieldWords } from './editing.ts'
import type { Room, RoomState } from './room.ts'

export type Agreement = {
  form: Form
  hash: string
  busy: boolean
  trouble: string | null
  /** Sentences under fields, once somebody has tried to agree. */
  problems: ReadonlyMap<string, string>
  agree: () => void
  /** The plan as it was read by somebody who wanted to agree on it when it had moved on; null otherwise. */
  read: Plan | null
  /** They look at what moved, or have looked. */
  look: (state: 'looks' | 'looked') => void
}

type Given = { info: PlanInfo; room: Room; state: RoomState; plan: Plan; reload: () => void }

/** What the other one did less long before the press, in ms, nobody has read. */
const UNREAD_MS = 600

export function useAgreement({ info, room, state, plan, reload }: Given): Agreement {
  const hash = useHash(plan)
  const readBefore = usePlanRead(room)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const [moved, setMoved] = useState<{ read: Plan; isSeen: boolean } | null>(null)

  // Until somebody wants to agree, an unfinished plan is simply unfinished.
  const found = useMemo(
    () => (tried ? problemsOf(plan, info.me.today, info.agreed?.plan ?? null) : []),
    [tried, plan, info],
  )
  const problems = useMemo(() => new Map(found.map(({ field, sentence }) => [field, sentence])), [found])

  const stamp = async () => {
    setTried(true)
    setRefused(null)
    // What is stamped is what stands on the screen at the press, whatever arrives while it is saved.
    const pressed = planOf(room.doc)
    if (problemsOf(pressed, info.me.today, info.agreed?.plan ?? null).length > 0) return
    const unread = readBefore()
    if (unread) return setMoved({ read: unread, isSeen: false })
    setBusy(true)
    try {
      await room.whenSaved()
      await call('stamp', { params: { employee: info.employee.id }, body: { hash: await hashOf(pressed) } })
      setTried(false)
      setMoved(null)
    } catch (problem) {
      const known = problem instanceof ApiError
      if (known && problem.code === 'textMovedOn') setMoved({ read: pressed, isSeen: false })
      else setRefused(known ? problem.message : 'Not saved yet. Try again in a moment.')
    }
    setBusy(false)
    reload()
  }

  const look = useCallback<Agreement['look']>(
    (now) => setMoved((was) => (was && now === 'looks' ? { ...was, isSeen: true } : null)),
    [],
  )

  const first = found[0]
  const where = first && first.field !== 'focusAreas' ? `${fieldWords(plan, first.field)}: ` : ''
  return {
    form: formOf({ info, plan, hash, save: state.save, movedOn: moved !== null && !moved.isSeen }),
    hash,
    busy,
    trouble: first ? where + first.sentence : refused,
    problems,
    agree: () => void stamp(),
    read: moved?.read ?? null,
    look,
  }
}

/** Gives the plan as it was before others changed it just now; null where they did not. */
function usePlanRead(room: Room): () => Plan | null {
  const last = useRef<{ before: Plan | null; at: number }>({ before: null, at: 0 })
  const isUnread = () => Date.now() - last.current.at < UNREAD_MS
  // biome-ignore lint/correctness/useExhaustiveDependencies: it reads a ref
  useEffect(() => {
    const { doc } = room
    const onBefore = ({ local }: Transaction) => {
      if (!local && !isUnread()) last.current.before = planOf(doc)
    }
    const onAfter = ({ local, changed }: Transaction) => {
      if (!local && changed.size > 0 && room.get().phase === 'open') last.current.at = Date.now()
    }
    doc.on('beforeTransaction', onBefore)
    doc.on('afterTransaction', onAfter)
    return () => {
      doc.off('beforeTransaction', onBefore)
      doc.off('afterTransaction', onAfter)
    }
  }, [room])
  return () => (isUnread() ? last.current.before : null)
}

/** The plan's content hash; '' for the first moment. */
function useHash(plan: Plan): string {
  const [hash, setHash] = useState('')
  useEffect(() => {
    let over = false
    void hashOf(plan).then((now) => over || setHash(now))
    return () => {
      over = true
    }
  }, [plan])
  return hash
}

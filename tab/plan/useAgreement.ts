// Agreeing on the plan: what is in the way of it, and the stamp itself (R8).
import { useEffect, useMemo, useState } from 'react'
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
}

type Given = { info: PlanInfo; room: Room; state: RoomState; plan: Plan; reload: () => void }

export function useAgreement({ info, room, state, plan, reload }: Given): Agreement {
  const hash = useHash(plan)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const [movedOn, setMovedOn] = useState(false)

  // Until somebody wants to agree, an unfinished plan is simply unfinished.
  const found = useMemo(
    () => (tried ? problemsOf(plan, info.me.today, info.agreed?.plan ?? null) : []),
    [tried, plan, info],
  )
  const problems = useMemo(() => new Map(found.map(({ field, sentence }) => [field, sentence])), [found])

  const stamp = async () => {
    setTried(true)
    setRefused(null)
    if (problemsOf(planOf(room.doc), info.me.today, info.agreed?.plan ?? null).length > 0) return
    setBusy(true)
    try {
      await room.whenSaved()
      await call('stamp', { params: { employee: info.employee.id }, body: { hash: await hashOf(planOf(room.doc)) } })
      setTried(false)
      setMovedOn(false)
    } catch (problem) {
      const known = problem instanceof ApiError
      if (known && problem.code === 'textMovedOn') setMovedOn(true)
      else setRefused(known ? problem.message : 'Not saved yet. Try again in a moment.')
    }
    setBusy(false)
    reload()
  }

  const first = found[0]
  const where = first && first.field !== 'focusAreas' ? `${fieldWords(plan, first.field)}: ` : ''
  return {
    form: formOf({ info, plan, hash, offline: state.save === 'offline', movedOn }),
    hash,
    busy,
    trouble: first ? where + first.sentence : refused,
    problems,
    agree: () => void stamp(),
  }
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

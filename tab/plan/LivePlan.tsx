// The live plan, on every surface that shows it: reads what goes round it, opens the room, and frames the page.
import { useEffect, useMemo, useState } from 'react'
import { call, useLoad } from '#tab/api.ts'
import { useHost } from '#tab/host.ts'
import { Failed, Refused } from '#tab/ui/calm.ts'
import { Loading } from '#tab/ui/Loading.tsx'
import { roomAhead, takeRoom } from './ahead.ts'
import type { PlanPage } from './frame.ts'
import { forgetKept } from './kept.ts'
import { OpenPlan } from './OpenPlan.tsx'
import { useAround } from './useAround.ts'

/** How often what goes round the plan (stamps, the business day) is read again without news, in ms. */
const LOOK_AGAIN_MS = 60_000

/** `onPage` hears which of the plan's pages is on the screen. */
export function LivePlan({ employee, onPage }: { employee: string; onPage?: (page: PlanPage) => void }) {
  const host = useHost()
  const { data: info, error, retryIn, reload } = useLoad('plan', { params: { employee } })
  const around = useAround()
  const [room, setRoom] = useState(() => roomAhead(employee))
  /** How many times the plan was opened here. */
  const [openings, setOpenings] = useState(1)
  const [heard, setHeard] = useState<{ by: string; kind: string } | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the machine's time at which this reply came
  const readAt = useMemo(() => Date.now(), [info])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a room belongs to a document and a person, by id
  useEffect(() => {
    if (!info) return
    const opened = takeRoom(host, employee, info)
    const deafen = opened.onNews((news) => {
      setHeard(news)
      reload()
    })
    setRoom(opened)
    return () => {
      deafen()
      setRoom(null)
      opened.close()
    }
  }, [info?.document, info?.me.person.id, employee, host, openings])

  useEffect(() => {
    const timer = setInterval(reload, LOOK_AGAIN_MS)
    window.addEventListener('focus', reload)
    return () => {
      clearInterval(timer)
      window.removeEventListener('focus', reload)
    }
  }, [reload])

  const refused = error !== null && (error.status === 403 || error.status === 404)
  useEffect(() => {
    if (!refused) return
    if (room) room.refuse()
    // It was taken away while this page was not open, and an earlier one may have left something behind.
    else
      void call('me').then(
        ({ person }) => forgetKept(person.id, employee),
        () => {},
      )
  }, [refused, room, employee])

  if (refused) return <Refused goHome={() => host.openInGrowth('')} />
  if (error && !info) return <Failed what="The plan" error={error} retryIn={retryIn} retry={reload} />
  if (!info || !room) return <Loading kind="stage" />
  const startOver = () => setOpenings((before) => before + 1)
  return <OpenPlan {...{ info, readAt, room, heard, reload, around, startOver, onPage }} />
}

// The live plan, on every surface that shows it: reads what goes round it, opens the room, and frames the page.
import { useEffect, useMemo, useState } from 'react'
import { ApiError, call, useLoad } from '#tab/api.ts'
import { seenOn, useHost } from '#tab/host.ts'
import { Failed } from '#tab/ui/Failed.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { Refused } from '#tab/ui/Refused.tsx'
import type { PlanPage } from './frame.ts'
import { forgetKept } from './kept.ts'
import { OpenPlan } from './OpenPlan.tsx'
import { openRoom, type Room } from './room.ts'

/** How often what goes round the plan (stamps, the business day) is read again without news, in ms. */
const LOOK_AGAIN_MS = 60_000

/** `onPage` hears which of the plan's pages is on the screen. */
export function LivePlan({ employee, onPage }: { employee: string; onPage?: (page: PlanPage) => void }) {
  const host = useHost()
  const { data: info, error, retryIn, reload } = useLoad('plan', { params: { employee } })
  const [room, setRoom] = useState<Room | null>(null)
  /** How many times the plan was opened here. */
  const [openings, setOpenings] = useState(1)
  const [heard, setHeard] = useState<{ by: string; kind: string } | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the machine's time at which this reply came
  const readAt = useMemo(() => Date.now(), [info])
  const document = info?.document
  const person = info?.me.person

  // biome-ignore lint/correctness/useExhaustiveDependencies: a room belongs to a document and a person, by id
  useEffect(() => {
    if (!document || !person) return
    const opened = openRoom({
      document,
      person,
      surface: seenOn(host.surface),
      token: () => host.token(),
      mayOpen: () =>
        call('plan', { params: { employee } }).then(
          () => true,
          (problem) => !(problem instanceof ApiError && (problem.status === 403 || problem.status === 404)),
        ),
      onNews: (news) => {
        setHeard(news)
        reload()
      },
    })
    setRoom(opened)
    return () => {
      setRoom(null)
      opened.close()
    }
  }, [document, person?.id, employee, host, openings])

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
  return <OpenPlan {...{ info, readAt, room, heard, reload, startOver, onPage }} />
}

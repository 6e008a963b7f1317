// The side panel during a growth discussion: pace, agenda with evidence, promises, private note, share.
import { useState } from 'react'
import type { Discussion } from '#shared/api.ts'
import { clockTime, dayShort, localOf } from '#shared/time.ts'
import { useLoad } from '#tab/api.ts'
import { PlanInside } from '#tab/plan/PlanInside.tsx'
import { Failed } from '#tab/ui/Failed.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { Agenda } from './Agenda.tsx'
import { Frame } from './Frame.tsx'
import { PaceLine } from './PaceLine.tsx'
import { Preparations } from './Preparations.tsx'
import { PrivateNote } from './PrivateNote.tsx'
import { Promises } from './Promises.tsx'
import { type Pace, paceOf } from './pace.ts'
import { ShareFooter } from './ShareFooter.tsx'
import { useBusinessClock } from './useBusinessClock.ts'
import { useFresh } from './useFresh.ts'

export function DiscussionPanel({ employee, quarter }: { employee: string; quarter: string }) {
  const { data, error, retryIn, reload } = useLoad('discussion', { params: { employee, quarter } })
  useFresh(reload)
  if (data) return <Loaded discussion={data} reload={reload} />
  if (error) return <Failed what="The discussion" error={error} retryIn={retryIn} retry={reload} />
  return <Loading kind="panel" />
}

function Loaded({ discussion, reload }: { discussion: Discussion; reload: () => void }) {
  const [planHere, setPlanHere] = useState(false)
  const { me, head, agenda, promised, people, note } = discussion
  const now = useBusinessClock(me)
  const minutes = agenda.map((point) => point.minutes)
  const pace = paceOf(head, minutes, now)
  const other = me.person.id === head.employee.id ? head.manager : head.employee

  if (planHere) {
    const back = { to: 'Back to the agenda', go: () => setPlanHere(false) }
    return <PlanInside employee={head.employee.id} back={back} />
  }
  return (
    <Frame
      title={`${head.employee.firstName} and ${head.manager.firstName}`}
      aside={asideOf(pace, discussion)}
      pace={agenda.length > 0 && <PaceLine pace={pace} minutes={minutes} />}
      sees={`You and ${other.firstName} see this agenda`}
      footer={
        <ShareFooter
          path={`/tab/stage?plan=${encodeURIComponent(head.employee.id)}`}
          other={other.firstName}
          openHere={() => setPlanHere(true)}
        />
      }
    >
      <Agenda discussion={discussion} pace={pace} reload={reload} />
      <Preparations discussion={discussion} reload={reload} />
      <Promises promised={promised} me={me} people={people} employee={head.employee} reload={reload} />
      <PrivateNote note={note} employee={head.employee} />
    </Frame>
  )
}

/** "29 of 45 min left" while it runs; before and after, the day and hour it was set for. */
function asideOf(pace: Pace, { head, me }: Discussion): string {
  if (pace.when === 'running') return `${pace.left} of ${pace.total} min left`
  if (!head.start) return ''
  return `${dayShort(localOf(head.start, me.zone).day, me.today)}, ${clockTime(head.start, me.zone)}`
}

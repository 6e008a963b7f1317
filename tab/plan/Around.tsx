// What stands round the plan's first text, above and below it. A chunk of its own: nobody waits for it who has come to write.
import { Caption1, makeStyles, tokens } from '@fluentui/react-components'
import type { ComponentProps } from 'react'
import type { PlanInfo } from '#shared/api.ts'
import { changes, sumOf } from '#shared/plan/diff.ts'
import type { Plan } from '#shared/plan/plan.ts'
import { clockTime, localOf } from '#shared/time.ts'
import { PersonAvatar } from '#tab/ui/PersonAvatar.tsx'
import { AgreementBar } from './AgreementBar.tsx'
import { BrokenNote } from './BrokenNote.tsx'
import { Closing } from './Closing.tsx'
import { useEditing } from './editing.ts'
import { FocusAreas } from './FocusAreas.tsx'
import { LiveRegion } from './LiveRegion.tsx'
import { Paper, standsWords } from './Paper.tsx'
import { PlanHeader } from './PlanHeader.tsx'
import { Removed } from './Removed.tsx'
import type { RoomState } from './room.ts'
import { SaveTrouble } from './SaveTrouble.tsx'
import { Strengths } from './Strengths.tsx'

const useStyles = makeStyles({
  wasHere: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    marginBlockStart: `calc(-1 * ${tokens.spacingVerticalM})`,
    color: tokens.colorNeutralForeground2,
  },
})

/** The line above the plan, and what is printed in place of all of it. */
export function Head(props: ComponentProps<typeof PlanHeader>) {
  const { info, plan } = useEditing()
  return (
    <>
      <Paper
        {...{ plan, employee: info.employee, manager: info.manager, people: info.people }}
        quarter={info.quarter.label}
        stands={standsOf(info, plan)}
        today={info.me.today}
      />
      <PlanHeader {...props} />
    </>
  )
}

type TroubleProps = { state: RoomState; startOver: () => void; seeRevision: () => void }

/** What is wrong with the plan, or with saving it. */
export function Trouble({ state, startOver, seeRevision }: TroubleProps) {
  const { info } = useEditing()
  return (
    <>
      {state.broken && <BrokenNote agreed={info.agreed?.number ?? null} see={seeRevision} />}
      <SaveTrouble state={state} startOver={startOver} />
    </>
  )
}

/** All of the plan that follows its first text; `wasHere` is when the other one was, for whoever is offline. */
export function Rest({ wasHere }: { wasHere: string | null }) {
  const styles = useStyles()
  const { info, other } = useEditing()
  return (
    <>
      {wasHere && (
        <Caption1 className={styles.wasHere}>
          <span aria-hidden>
            <PersonAvatar person={other} size={20} />
          </span>
          {other.firstName} was here at {clockTime(wasHere, info.me.zone)}
        </Caption1>
      )}
      <Strengths />
      <FocusAreas />
      <Closing />
    </>
  )
}

type FootProps = { bar: ComponentProps<typeof AgreementBar>; live: ComponentProps<typeof LiveRegion> }

/** The bar at the foot, and what stands over it or is only heard. */
export function Foot({ bar, live }: FootProps) {
  return (
    <>
      <Removed />
      <AgreementBar {...bar} />
      <LiveRegion {...live} />
    </>
  )
}

/** Where the agreement stands, for paper. */
function standsOf({ agreed, me }: PlanInfo, plan: Plan): string {
  if (!agreed) return standsWords(null, '')
  const { day } = localOf(agreed.stamps.at(-1)?.at ?? agreed.at, me.zone)
  return standsWords({ number: agreed.number, day }, sumOf(changes(agreed.plan, plan)))
}

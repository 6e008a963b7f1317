// The line above the plan: whose it is, the quarter, who sees it, whether it is saved, and who is here.
import { Body1, makeStyles, mergeClasses, Subtitle1, tokens } from '@fluentui/react-components'
import { PersonAvatar } from '#tab/ui/PersonAvatar.tsx'
import { WhoSees } from '#tab/ui/WhoSees.tsx'
import { fieldWords, useEditing } from './editing.ts'
import { frame, WIDE } from './frame.ts'
import { LateNote } from './LateNote.tsx'
import { PlanMenu } from './PlanMenu.tsx'
import type { RoomState } from './room.ts'
import { SaveState } from './SaveState.tsx'
import { seenBy } from './words.ts'

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    gridTemplateAreas: '"title here" "state state"',
    [WIDE]: { gridTemplateColumns: 'minmax(0, 1fr) auto auto', gridTemplateAreas: '"title state here"' },
  },
  title: {
    gridArea: 'title',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    columnGap: tokens.spacingHorizontalM,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  state: {
    gridArea: 'state',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
  },
  here: {
    gridArea: 'here',
    justifySelf: 'end',
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    padding: '4px',
  },
})

export function PlanHeader({ state, seeHistory }: { state: RoomState; seeHistory: (() => void) | null }) {
  const styles = useStyles()
  const { info, plan, other, places } = useEditing()
  const { me, employee, manager } = info
  const place = places.find(({ field }) => field !== null) ?? places[0]
  const isConnected = state.save !== 'offline' && state.save !== 'unsavable'
  const hereLabel = (id: string, firstName: string) => {
    if (id === me.person.id) return 'You, here'
    if (!place) return `${firstName}, not here`
    return place.field ? `${firstName}, here, editing ${fieldWords(plan, place.field)}` : `${firstName}, here`
  }
  return (
    <header className={mergeClasses(frame.header, styles.root)} data-region tabIndex={-1}>
      <div className={styles.title}>
        <Subtitle1 as="h1">{employee.firstName}’s growth plan</Subtitle1>
        <Body1 className={styles.quiet}>{info.quarter.label}</Body1>
      </div>
      <div className={styles.state}>
        <WhoSees text={seenBy(info.otherSees, other)} />
        <SaveState state={state} />
        <LateNote late={state.late} />
      </div>
      <div className={styles.here}>
        {[employee, manager].map((person) => (
          <PersonAvatar
            key={person.id}
            person={person}
            size={28}
            ring={isConnected && (person.id === me.person.id || place !== undefined)}
            label={hereLabel(person.id, person.firstName)}
          />
        ))}
        <PlanMenu seeHistory={seeHistory} />
      </div>
    </header>
  )
}

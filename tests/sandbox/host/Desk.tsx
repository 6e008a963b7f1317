// What lies below the bar: the guide and two people side by side, or one of them in a window of their own.
import { CounterBadge, makeStyles, mergeClasses, Tab, TabList, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { HostState, Person } from './api.ts'
import { type Column, columnOf } from './column.ts'
import { Divider } from './Divider.tsx'
import { Guide } from './Guide.tsx'
import { type Pair, sentences } from './guideSteps.ts'
import { runningOf } from './join.ts'
import { useChat, useMeetings } from './live.ts'
import { PersonColumn } from './PersonColumn.tsx'
import { addressOf, type Place } from './place.ts'
import type { ThemeName } from './themes.ts'
import { useUnread } from './unread.ts'
import { useSteps } from './useSteps.ts'

const STACKED = '@media (max-width: 899px)'

const useStyles = makeStyles({
  desk: { display: 'flex', flexGrow: 1, minHeight: 0, minWidth: 0, [STACKED]: { flexDirection: 'column' } },
  main: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, minHeight: 0 },
  columns: {
    display: 'flex',
    flexGrow: 1,
    minWidth: 0,
    minHeight: 0,
    padding: tokens.spacingVerticalM,
    boxSizing: 'border-box',
    [STACKED]: { padding: tokens.spacingVerticalS },
  },
  column: { flexBasis: 0 },
  dragging: { '& iframe': { pointerEvents: 'none' } },
  onlyWide: { display: 'contents', [STACKED]: { display: 'none' } },
  awayWhenStacked: { [STACKED]: { display: 'none' } },
  switch: {
    display: 'none',
    flexShrink: 0,
    padding: `0 ${tokens.spacingHorizontalXS}`,
    [STACKED]: { display: 'flex' },
  },
  tab: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
})

/** The share of the width for the column that has a meeting with its side panel open, while nobody dragged. */
const MEETING_SHARE = 63

interface Props {
  state: HostState
  theme: ThemeName
  pair: Pair
}

/** Two people with the guide. */
export function Desk({ state, theme, pair }: Props) {
  const styles = useStyles()
  const [columns, setColumns] = useState<[Column, Column]>([
    columnOf(pair.manager.id),
    columnOf(pair.employee.id, 'chat', false),
  ])
  const [dragged, setDragged] = useState<number | null>(null)
  const [dragging, setDragging] = useState(false)
  const [front, setFront] = useState<0 | 1>(0)
  const meetings = useMeetings()
  const shown = columns.some((column) => column.personId === pair.employee.id && column.view === 'calendar')
  const done = useSteps(state, pair, shown)

  const change = (index: 0 | 1) => (part: Partial<Column>) =>
    setColumns(([left, right]) => (index === 0 ? [{ ...left, ...part }, right] : [left, { ...right, ...part }]))
  const pick = (index: 0 | 1) => (person: Person) => change(index)(columnOf(person.id, 'chat', index === 0))
  const wide = columns.map(
    (column) => column.view === 'meeting' && column.panelOpen && runningOf(meetings, column.personId) !== null,
  )
  const own = wide[0] === wide[1] ? 50 : wide[0] ? MEETING_SHARE : 100 - MEETING_SHARE
  const share = dragged ?? own

  const columnAt = (index: 0 | 1) => (
    <PersonColumn
      className={mergeClasses(styles.column, front !== index && styles.awayWhenStacked)}
      column={columns[index]}
      state={state}
      theme={theme}
      onChange={change(index)}
      onPick={pick(index)}
      grow={index === 0 ? share : 100 - share}
    />
  )
  return (
    <div className={styles.desk}>
      <Guide steps={sentences(pair)} done={done} />
      <main className={styles.main}>
        <TabList
          className={styles.switch}
          aria-label="Whose Teams"
          selectedValue={front}
          onTabSelect={(_, { value }) => setFront(value === 1 ? 1 : 0)}
        >
          <PersonTab index={0} column={columns[0]} front={front === 0} state={state} />
          <PersonTab index={1} column={columns[1]} front={front === 1} state={state} />
        </TabList>
        <div className={mergeClasses(styles.columns, dragging && styles.dragging)}>
          {columnAt(0)}
          <div className={styles.onlyWide}>
            <Divider share={share} onShare={setDragged} onDragging={setDragging} />
          </div>
          {columnAt(1)}
        </div>
      </main>
    </div>
  )
}

interface PersonTabProps {
  index: 0 | 1
  column: Column
  front: boolean
  state: HostState
}

function PersonTab({ index, column, front, state }: PersonTabProps) {
  const styles = useStyles()
  const unread = useUnread(state.world, column.personId, useChat(column.personId), front && column.view === 'chat')
  const person = state.people.find(({ id }) => id === column.personId)
  return (
    <Tab value={index}>
      <span className={styles.tab}>
        {person?.name}
        {unread > 0 && <CounterBadge count={unread} size="small" color="danger" />}
      </span>
    </Tab>
  )
}

interface AloneProps {
  state: HostState
  theme: ThemeName
  place: Place
  person: Person
}

/** One person, as the address says; the address follows what is chosen. */
export function Alone({ state, theme, place, person }: AloneProps) {
  const styles = useStyles()
  const [column, setColumn] = useState(() => columnOf(person.id, place.view))
  const change = (part: Partial<Column>) => {
    setColumn((before) => ({ ...before, ...part }))
    if (part.view) history.replaceState(null, '', addressOf({ person: place.person, view: part.view, theme }))
  }
  return (
    <div className={styles.desk}>
      <main className={styles.columns}>
        <PersonColumn
          className={styles.column}
          column={column}
          state={state}
          theme={theme}
          onChange={change}
          grow={1}
        />
      </main>
    </div>
  )
}

// A person's calendar, a week at a time: a grid of days, or a list where there is no room for one.
import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { ChevronLeft20Regular, ChevronRight20Regular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { CalendarEvent, HostState, Person } from './api.ts'
import { EventItem } from './EventItem.tsx'
import { GrowthMark } from './GrowthMark.tsx'
import { isDiscussion } from './guideSteps.ts'
import { useCalendar } from './live.ts'
import { useWidth } from './useWidth.ts'
import { type Day, weekOf } from './week.ts'
import { addDays, dayText, hourText, instant, mondayOf, spanText, wall } from './when.ts'

const HOUR_PX = 64
/** Below this a grid of five days is too narrow to read. */
const GRID_MIN_PX = 460

const useStyles = makeStyles({
  view: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    flexShrink: 0,
    minHeight: '48px',
    padding: `6px ${tokens.spacingHorizontalM}`,
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  title: {
    margin: `0 ${tokens.spacingHorizontalS}`,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: 600,
  },
  jump: { marginLeft: 'auto', color: tokens.colorBrandForeground1 },
  body: { flexGrow: 1, minHeight: 0, overflowY: 'auto', overflowX: 'hidden' },
  days: {
    display: 'grid',
    position: 'sticky',
    top: 0,
    zIndex: 2,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  dayHead: { padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXS}`, minWidth: 0 },
  dayName: {
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: 400,
    color: tokens.colorNeutralForeground3,
  },
  today: { color: tokens.colorBrandForeground1, fontWeight: 600 },
  wholeDay: {
    display: 'block',
    marginTop: tokens.spacingVerticalXXS,
    padding: '1px 6px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorPaletteBerryBackground2,
    color: tokens.colorPaletteBerryForeground2,
    overflowWrap: 'anywhere',
  },
  grid: { display: 'grid', position: 'relative' },
  hours: { position: 'relative' },
  hour: {
    position: 'absolute',
    right: tokens.spacingHorizontalXS,
    transform: 'translateY(-50%)',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase100,
    lineHeight: tokens.lineHeightBase100,
  },
  column: {
    position: 'relative',
    minWidth: 0,
    borderLeft: `1px solid ${tokens.colorNeutralStroke3}`,
    backgroundImage: `repeating-linear-gradient(to bottom, ${tokens.colorNeutralStroke3} 0 1px, transparent 1px ${HOUR_PX}px)`,
  },
  nowLine: { position: 'absolute', left: 0, right: 0, borderTop: `2px solid ${tokens.colorBrandStroke1}`, zIndex: 1 },
  agenda: { padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalXXL}` },
  agendaDay: {
    margin: `${tokens.spacingVerticalM} 0 ${tokens.spacingVerticalXS}`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: 600,
    color: tokens.colorNeutralForeground3,
  },
  none: { color: tokens.colorNeutralForeground3 },
  list: { display: 'grid', gap: tokens.spacingVerticalXS, margin: 0, padding: 0, listStyleType: 'none' },
})

interface Props {
  person: Person
  state: HostState
  onJoin: (event: CalendarEvent) => Promise<void>
}

export function CalendarView({ person, state, onJoin }: Props) {
  const styles = useStyles()
  const { now, zone } = state
  const events = useCalendar(person.id)
  const today = wall(now, zone).day
  // Null follows the clock; a chosen week stays where it is.
  const [chosen, setChosen] = useState<string | null>(null)
  const [box, width] = useWidth<HTMLDivElement>()
  const monday = chosen ?? mondayOf(today)
  const days = weekOf(events ?? [], monday, zone)
  const upcoming = nextDiscussion(events ?? [], now)
  const upcomingDay = upcoming && wall(instant(upcoming.start), zone).day
  const drawn = { person, state, onJoin, days, today }
  return (
    <div className={styles.view} ref={box}>
      <div className={styles.head}>
        <Button size="small" onClick={() => setChosen(null)} disabled={monday === mondayOf(today)}>
          Today
        </Button>
        <Button
          size="small"
          appearance="subtle"
          icon={<ChevronLeft20Regular />}
          aria-label="Week before"
          onClick={() => setChosen(addDays(monday, -7))}
        />
        <Button
          size="small"
          appearance="subtle"
          icon={<ChevronRight20Regular />}
          aria-label="Week after"
          onClick={() => setChosen(addDays(monday, 7))}
        />
        <h3 className={styles.title} aria-live="polite">
          {spanText(monday, addDays(monday, 4), today)}
        </h3>
        {upcomingDay && mondayOf(upcomingDay) !== monday && (
          <Button
            size="small"
            appearance="transparent"
            className={styles.jump}
            icon={<GrowthMark size={16} />}
            onClick={() => setChosen(mondayOf(upcomingDay))}
          >
            Growth discussion {dayText(upcomingDay, today)}
          </Button>
        )}
      </div>
      {width >= GRID_MIN_PX ? <Grid {...drawn} /> : <Agenda {...drawn} />}
    </div>
  )
}

/** The next growth discussion that has not ended. */
function nextDiscussion(events: readonly CalendarEvent[], now: string): CalendarEvent | null {
  const coming = events.filter((event) => isDiscussion(event) && !event.isCancelled && instant(event.end) > now)
  coming.sort((a, b) => a.start.dateTime.localeCompare(b.start.dateTime))
  return coming[0] ?? null
}

interface Drawn extends Props {
  days: readonly Day[]
  today: string
}

function Grid({ person, state, onJoin, days, today }: Drawn) {
  const styles = useStyles()
  const all = days.flatMap((day) => day.timed)
  const firstHour = Math.min(8, ...all.map((it) => Math.floor(it.from / 60)))
  const lastHour = Math.max(18, ...all.map((it) => Math.ceil(it.to / 60)))
  const top = (minutes: number) => ((minutes - firstHour * 60) / 60) * HOUR_PX
  const columns = { gridTemplateColumns: `44px repeat(${days.length}, minmax(0, 1fr))` }
  const hours = Array.from({ length: lastHour - firstHour - 1 }, (_, index) => firstHour + 1 + index)
  const current = wall(state.now, state.zone).minutes
  return (
    <div className={styles.body}>
      <div className={styles.days} style={columns}>
        <span />
        {days.map(({ day, wholeDay }) => (
          <div key={day} className={styles.dayHead}>
            <h4 className={mergeClasses(styles.dayName, day === today && styles.today)}>{dayText(day, day)}</h4>
            {wholeDay.map((event) => (
              <Text key={event.id} size={100} className={styles.wholeDay}>
                {event.subject}
              </Text>
            ))}
          </div>
        ))}
      </div>
      <div className={styles.grid} style={{ ...columns, height: (lastHour - firstHour) * HOUR_PX }}>
        <div className={styles.hours} aria-hidden="true">
          {hours.map((hour) => (
            <span key={hour} className={styles.hour} style={{ top: top(hour * 60) }}>
              {hourText(hour * 60)}
            </span>
          ))}
        </div>
        {days.map(({ day, timed }) => (
          <div key={day} className={styles.column}>
            {day === today && current >= firstHour * 60 && current < lastHour * 60 && (
              <div className={styles.nowLine} style={{ top: top(current) }} />
            )}
            {timed.map((it) => (
              <EventItem
                key={it.event.id}
                person={person}
                placed={it}
                state={state}
                onJoin={onJoin}
                box={{
                  top: top(it.from) + 1,
                  height: Math.max(22, top(it.to) - top(it.from) - 2),
                  left: `calc(${(it.lane / it.lanes) * 100}% + 2px)`,
                  width: `calc(${100 / it.lanes}% - 4px)`,
                }}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

function Agenda({ person, state, onJoin, days, today }: Drawn) {
  const styles = useStyles()
  const busy = days.filter((day) => day.timed.length + day.wholeDay.length > 0)
  return (
    <div className={mergeClasses(styles.body, styles.agenda)}>
      {busy.length === 0 && <Text className={styles.none}>Nothing this week.</Text>}
      {busy.map(({ day, timed, wholeDay }) => (
        <section key={day}>
          <h4 className={mergeClasses(styles.agendaDay, day === today && styles.today)}>{dayText(day, today)}</h4>
          <ul className={styles.list}>
            {wholeDay.map((event) => (
              <li key={event.id}>
                <Text className={styles.wholeDay}>{event.subject}</Text>
              </li>
            ))}
            {timed.map((it) => (
              <li key={it.event.id}>
                <EventItem person={person} placed={it} state={state} onJoin={onJoin} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

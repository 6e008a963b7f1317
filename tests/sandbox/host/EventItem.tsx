// One event in a calendar, and what opens when it is pressed: who, when, join, move, cancel.
import {
  Button,
  makeStyles,
  mergeClasses,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Text,
  tokens,
} from '@fluentui/react-components'
import { LockClosed12Regular } from '@fluentui/react-icons'
import type { CSSProperties } from 'react'
import { type CalendarEvent, cancelEvent, type HostState, moveEvent, type Person } from './api.ts'
import { GrowthMark } from './GrowthMark.tsx'
import { isDiscussion } from './guideSteps.ts'
import { useDoing } from './useDoing.ts'
import type { Placed } from './week.ts'
import { dayText, hourText, sameTimeNextDay, wall } from './when.ts'

const useStyles = makeStyles({
  event: {
    display: 'block',
    boxSizing: 'border-box',
    width: '100%',
    padding: '2px 2px 2px 5px',
    verticalAlign: 'top',
    overflow: 'hidden',
    textAlign: 'left',
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground4,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground4Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  inGrid: { position: 'absolute' },
  inList: { padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`, fontSize: tokens.fontSizeBase300 },
  ours: {
    color: tokens.colorBrandForeground2,
    backgroundColor: tokens.colorBrandBackground2,
    border: `1px solid ${tokens.colorBrandStroke2}`,
    borderLeft: `3px solid ${tokens.colorBrandStroke1}`,
    fontWeight: 600,
    ':hover': { backgroundColor: tokens.colorBrandBackground2Hover },
  },
  free: {
    backgroundColor: 'transparent',
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
    color: tokens.colorNeutralForeground3,
  },
  away: {
    backgroundColor: tokens.colorPaletteBerryBackground2,
    color: tokens.colorPaletteBerryForeground2,
    borderLeft: `3px solid ${tokens.colorPaletteBerryBorderActive}`,
  },
  icon: { display: 'inline-block', marginRight: '4px', verticalAlign: '-2px', lineHeight: 0 },
  unseen: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  clamped: { display: '-webkit-box', WebkitBoxOrient: 'vertical', overflow: 'hidden' },
  subject: { minWidth: 0, overflowWrap: 'break-word' },
  time: { display: 'block', fontWeight: 400, color: tokens.colorNeutralForeground3 },
  surface: { display: 'grid', gap: tokens.spacingVerticalM, width: '296px', maxWidth: 'calc(100vw - 48px)' },
  head: { display: 'flex', gap: tokens.spacingHorizontalS, color: tokens.colorNeutralForeground1 },
  mark: { color: tokens.colorBrandForeground1, paddingTop: '2px' },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, fontWeight: 600 },
  quiet: { display: 'block', color: tokens.colorNeutralForeground3 },
  people: { margin: 0, padding: 0, listStyleType: 'none' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  problem: { color: tokens.colorStatusDangerForeground1 },
})

/** The height of a line of an event in the grid. */
const LINE_PX = 16
/** Joining is offered from a quarter of an hour before; earlier the clock has to be turned first. */
const EARLY_MS = 15 * 60_000

interface Props {
  person: Person
  placed: Placed
  state: HostState
  onJoin: (event: CalendarEvent) => Promise<void>
  /** Where it stands in the grid; absent in a list. */
  box?: CSSProperties
}

export function EventItem({ person, placed, state, onJoin, box }: Props) {
  const styles = useStyles()
  const { event, from, to } = placed
  const ours = isDiscussion(event)
  const { day } = wall(placed.start, state.zone)
  const time = `${hourText(from)}–${hourText(to)}`
  const isPrivate = event.sensitivity === 'private' || event.sensitivity === 'confidential'
  // As many whole lines as there is room for; the rest is in what opens.
  const lines = box ? Math.max(1, Math.floor((Number(box.height) - 4) / LINE_PX)) : undefined
  return (
    <Popover withArrow trapFocus positioning={{ position: 'after', fallbackPositions: ['before', 'below'] }}>
      <PopoverTrigger disableButtonEnhancement>
        <button
          type="button"
          className={mergeClasses(
            styles.event,
            box ? styles.inGrid : styles.inList,
            event.showAs === 'free' && styles.free,
            event.showAs === 'oof' && styles.away,
            ours && styles.ours,
          )}
          style={box}
          title={event.subject ?? undefined}
        >
          <span className={mergeClasses(styles.subject, box && styles.clamped)} style={{ WebkitLineClamp: lines }}>
            {ours && (
              <span className={styles.icon}>
                <GrowthMark size={13} />
              </span>
            )}
            {isPrivate && (
              <span className={styles.icon}>
                <LockClosed12Regular />
              </span>
            )}
            {event.subject}
          </span>
          <span className={styles.unseen}>{dayText(day, day)}, </span>
          <span className={box ? styles.unseen : styles.time}>{time}</span>
        </button>
      </PopoverTrigger>
      <PopoverSurface>
        <Details person={person} placed={placed} state={state} onJoin={onJoin} />
      </PopoverSurface>
    </Popover>
  )
}

function Details({ person, placed, state, onJoin }: Omit<Props, 'box'>) {
  const styles = useStyles()
  const { event, start, end, from, to } = placed
  const { busy, problem, run } = useDoing()
  const today = wall(state.now, state.zone).day
  const canJoin = Boolean(event.isOnlineMeeting || event.onlineMeeting?.joinUrl) && end > state.now
  const early = Date.parse(start) - Date.parse(state.now) > EARLY_MS
  const move = () =>
    moveEvent(person.id, event.id, sameTimeNextDay(start, state.zone), sameTimeNextDay(end, state.zone))
  return (
    <div className={styles.surface}>
      <div>
        <div className={styles.head}>
          {isDiscussion(event) && (
            <span className={styles.mark}>
              <GrowthMark size={20} />
            </span>
          )}
          <h4 className={styles.title}>{event.subject}</h4>
        </div>
        <Text className={styles.quiet}>
          {dayText(wall(start, state.zone).day, today)}, {hourText(from)}–{hourText(to)}
        </Text>
      </div>
      <ul className={styles.people}>
        {invited(event).map(({ name, role }) => (
          <li key={`${name}${role}`}>
            <Text>{name} </Text>
            <Text size={200} className={mergeClasses(styles.quiet)} as="span" style={{ display: 'inline' }}>
              {role}
            </Text>
          </li>
        ))}
      </ul>
      {canJoin && (
        <Button appearance="primary" disabled={busy} onClick={() => void run(() => onJoin(event))}>
          {busy ? 'On the way …' : early ? 'Turn the clock there and join' : 'Join'}
        </Button>
      )}
      {event.isOrganizer && (
        <div className={styles.actions}>
          <Button size="small" disabled={busy} onClick={() => void run(move)}>
            Move to the next day
          </Button>
          <Button size="small" disabled={busy} onClick={() => void run(() => cancelEvent(person.id, event.id))}>
            Cancel this meeting
          </Button>
        </div>
      )}
      {problem !== '' && (
        <Text role="alert" size={200} className={styles.problem}>
          {problem}
        </Text>
      )}
    </div>
  )
}

function invited(event: CalendarEvent): { name: string; role: string }[] {
  const nameOf = (it: { emailAddress: { name?: string | null; address?: string | null } }) =>
    it.emailAddress.name || it.emailAddress.address || 'Somebody'
  const organizer = event.organizer ? nameOf(event.organizer) : null
  const others = (event.attendees ?? []).map(nameOf).filter((name) => name !== organizer)
  return [...(organizer ? [{ name: organizer, role: 'organizer' }] : []), ...others.map((name) => ({ name, role: '' }))]
}

// One person's Teams: who it is, the rail, and the view that the rail chose.
import { Button, CounterBadge, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import {
  CalendarLtr24Filled,
  CalendarLtr24Regular,
  Chat24Filled,
  Chat24Regular,
  Video20Regular,
} from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import type { HostState, Meeting, Person } from './api.ts'
import { CalendarView } from './CalendarView.tsx'
import { ChatView } from './ChatView.tsx'
import type { Column } from './column.ts'
import { GrowthMark } from './GrowthMark.tsx'
import { joinFromCalendar, runningOf } from './join.ts'
import { type Destination, destinationOf } from './links.ts'
import { useChat, useMeetings } from './live.ts'
import { MeetingView } from './MeetingView.tsx'
import { PersonHeader } from './PersonHeader.tsx'
import type { ViewName } from './place.ts'
import { tabSurroundings } from './surroundings.ts'
import { TeamsFrame } from './TeamsFrame.tsx'
import type { ThemeName } from './themes.ts'
import { useUnread } from './unread.ts'

const useStyles = makeStyles({
  column: {
    display: 'flex',
    flexDirection: 'column',
    minWidth: 0,
    minHeight: 0,
    boxSizing: 'border-box',
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow4,
  },
  app: { display: 'flex', flexGrow: 1, minHeight: 0, minWidth: 0 },
  rail: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    width: '56px',
    paddingTop: tokens.spacingVerticalXS,
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground4,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  railItem: {
    position: 'relative',
    display: 'grid',
    justifyItems: 'center',
    alignContent: 'center',
    gap: '2px',
    height: '56px',
    padding: 0,
    border: 'none',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground3,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase100,
    lineHeight: tokens.lineHeightBase100,
    cursor: 'pointer',
    ':hover': { color: tokens.colorNeutralForeground2BrandHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-3px' },
  },
  railHere: {
    color: tokens.colorBrandForeground1,
    '::before': {
      content: '""',
      position: 'absolute',
      left: 0,
      top: '12px',
      bottom: '12px',
      width: '3px',
      borderRadius: '0 2px 2px 0',
      backgroundColor: tokens.colorCompoundBrandStroke,
    },
  },
  badge: { position: 'absolute', top: '2px', right: '8px' },
  content: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, minHeight: 0 },
  call: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    flexShrink: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorNeutralForeground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  callTitle: { flexGrow: 1, flexShrink: 1, flexBasis: '140px', minWidth: 0 },
  callIcon: { display: 'grid', color: tokens.colorBrandForeground1 },
})

interface Props {
  column: Column
  state: HostState
  theme: ThemeName
  onChange: (change: Partial<Column>) => void
  /** Absent where the address fixes the person. */
  onPick?: (person: Person) => void
  /** Its part of the width beside the other column. */
  grow: number
  className?: string
}

export function PersonColumn({ column, state, theme, onChange, onPick, grow, className }: Props) {
  const styles = useStyles()
  const person = state.people.find(({ id }) => id === column.personId)
  const chat = useChat(person?.id ?? null)
  const meeting = runningOf(useMeetings(), column.personId)
  const unread = useUnread(state.world, column.personId, chat, column.view === 'chat')
  if (!person) return null

  const show = (view: ViewName) => onChange({ view })
  const open = (destination: Destination) => {
    if (destination.kind === 'chat') show('chat')
    else if (destination.kind === 'web') window.open(destination.url, '_blank', 'noopener')
    else {
      const { entityId, subEntityId } = destination
      onChange({ view: 'growth', tab: { entityId, subEntityId, visit: column.tab.visit + 1 } })
    }
  }
  const openLink = (url: string) => {
    const destination = destinationOf(url, state.teamsAppId)
    if (destination) open(destination)
  }
  const { entityId, subEntityId, visit } = column.tab
  const inMeeting = column.view === 'meeting'
  return (
    <section
      className={mergeClasses(styles.column, className)}
      style={{ flexGrow: grow }}
      aria-label={person.name}
      data-person={person.key}
    >
      <PersonHeader person={person} state={state} theme={theme} view={column.view} onPick={onPick} />
      <div className={styles.app}>
        <nav className={styles.rail} aria-label={`Apps of ${person.firstName}`}>
          <RailItem here={column.view === 'chat'} label="Chat" unread={unread} onPress={() => show('chat')}>
            {column.view === 'chat' ? <Chat24Filled /> : <Chat24Regular />}
          </RailItem>
          <RailItem here={inMeeting || column.view === 'calendar'} label="Calendar" onPress={() => show('calendar')}>
            {inMeeting || column.view === 'calendar' ? <CalendarLtr24Filled /> : <CalendarLtr24Regular />}
          </RailItem>
          <RailItem here={column.view === 'growth'} label="Growth" onPress={() => show('growth')}>
            <GrowthMark size={24} />
          </RailItem>
        </nav>
        <div className={styles.content}>
          {meeting && !inMeeting && <MeetingCall meeting={meeting} onJoin={() => show('meeting')} />}
          {column.view === 'chat' && (
            <ChatView key={person.id} person={person} now={state.now} zone={state.zone} onOpenLink={openLink} />
          )}
          {column.view === 'calendar' && (
            <CalendarView
              key={person.id}
              person={person}
              state={state}
              onJoin={async (event) => {
                await joinFromCalendar(state, event)
                show('meeting')
              }}
            />
          )}
          {column.view === 'growth' && (
            <TeamsFrame
              key={`${person.id}/${state.world}/${visit}`}
              url={`${state.appUrl}/tab/home`}
              title={`Growth, as ${person.firstName}`}
              frameContext="content"
              surroundings={tabSurroundings({ state, person, theme, open }, entityId, subEntityId)}
              appUp={state.appUp}
            />
          )}
          {inMeeting && (
            <MeetingView
              key={`${person.id}/${meeting?.chatId ?? ''}`}
              person={person}
              state={state}
              theme={theme}
              meeting={meeting}
              panelOpen={column.panelOpen}
              onPanel={(panelOpen) => onChange({ panelOpen })}
              onLeave={() => show('chat')}
              onOpen={open}
            />
          )}
        </div>
      </div>
    </section>
  )
}

interface RailItemProps {
  here: boolean
  label: string
  unread?: number
  onPress: () => void
  children: ReactNode
}

function RailItem({ here, label, unread = 0, onPress, children }: RailItemProps) {
  const styles = useStyles()
  return (
    <button
      type="button"
      className={mergeClasses(styles.railItem, here && styles.railHere)}
      aria-current={here ? 'page' : undefined}
      aria-label={unread > 0 ? `${label}, ${unread} unread` : label}
      onClick={onPress}
    >
      {children}
      <span>{label}</span>
      {unread > 0 && <CounterBadge className={styles.badge} count={unread} size="small" color="danger" />}
    </button>
  )
}

function MeetingCall({ meeting, onJoin }: { meeting: Meeting; onJoin: () => void }) {
  const styles = useStyles()
  return (
    <div className={styles.call}>
      <span className={styles.callIcon}>
        <Video20Regular />
      </span>
      <Text className={styles.callTitle}>Meeting is on: {meeting.title}</Text>
      <Button size="small" appearance="primary" onClick={onJoin}>
        Join
      </Button>
    </div>
  )
}

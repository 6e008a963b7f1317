// A running meeting as one of its people sees it: stage, side panel, and the way out.
import {
  Avatar,
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  Text,
  ToggleButton,
  tokens,
} from '@fluentui/react-components'
import { Dismiss20Regular, PanelRight20Filled, PanelRight20Regular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import { avatarColor } from '#tab/ui/personColor.ts'
import { endMeeting, type HostState, type Meeting, type Person } from './api.ts'
import { GrowthTile } from './GrowthMark.tsx'
import type { Destination } from './links.ts'
import { meetingSurroundings } from './surroundings.ts'
import { TeamsFrame } from './TeamsFrame.tsx'
import type { ThemeName } from './themes.ts'
import { useDoing } from './useDoing.ts'
import { useWidth } from './useWidth.ts'
import { lengthText } from './when.ts'

const useStyles = makeStyles({
  view: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, minHeight: 0 },
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    flexShrink: 0,
    minHeight: '48px',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground3,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  title: {
    margin: 0,
    minWidth: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: 600,
  },
  length: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
  push: { marginLeft: 'auto' },
  leave: {
    minWidth: '48px',
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    ':hover': {
      backgroundColor: tokens.colorStatusDangerBackground3Hover,
      color: tokens.colorNeutralForegroundOnBrand,
    },
    ':hover:active': {
      backgroundColor: tokens.colorStatusDangerBackground3Pressed,
      color: tokens.colorNeutralForegroundOnBrand,
    },
  },
  room: { display: 'flex', flexGrow: 1, minHeight: 0, minWidth: 0 },
  stage: { display: 'flex', flexGrow: 1, minWidth: 0, minHeight: 0 },
  hidden: { display: 'none' },
  placeholder: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalL,
    textAlign: 'center',
    color: tokens.colorNeutralForeground3,
    backgroundColor: tokens.colorNeutralBackground4,
  },
  faces: { display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: tokens.spacingHorizontalL },
  face: {
    display: 'grid',
    justifyItems: 'center',
    gap: tokens.spacingVerticalXS,
    color: tokens.colorNeutralForeground2,
  },
  panel: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  panelAlone: { flexGrow: 1, flexShrink: 1, borderLeft: 'none' },
  panelHead: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    flexShrink: 0,
    height: '40px',
    padding: `0 ${tokens.spacingHorizontalXS} 0 ${tokens.spacingHorizontalM}`,
  },
  over: { display: 'grid', gap: tokens.spacingVerticalM, placeItems: 'center', margin: 'auto', textAlign: 'center' },
})

const PANEL_PX = 320
const NARROW_PANEL_PX = 280
/** With less room than this for both, the panel takes the place of the stage. */
const BOTH_MIN_PX = 520
const WIDE_PX = 900
/** The stage is made for a screen; below this width it is drawn smaller. */
const FULL_SIZE_STAGE_PX = 700
const SMALL_ZOOM = 0.7

interface Props {
  person: Person
  state: HostState
  theme: ThemeName
  /** Null when no meeting of this person is running. */
  meeting: Meeting | null
  panelOpen: boolean
  onPanel: (open: boolean) => void
  onLeave: () => void
  onOpen: (destination: Destination) => void
}

export function MeetingView(props: Props) {
  const { person, state, theme, meeting, panelOpen, onPanel, onLeave, onOpen } = props
  const styles = useStyles()
  const [room, width] = useWidth<HTMLDivElement>()
  if (!meeting)
    return (
      <div className={styles.view}>
        <div className={styles.over}>
          <Text>No meeting of {person.firstName} is running.</Text>
          <Button onClick={onLeave}>To the chat</Button>
        </div>
      </div>
    )

  const viewer = { state, person, theme, open: onOpen }
  const panelAlone = panelOpen && width < BOTH_MIN_PX
  const panelWidth = width >= WIDE_PX ? PANEL_PX : NARROW_PANEL_PX
  const stageWidth = width - (panelOpen && !panelAlone ? panelWidth : 0)
  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        <h3 className={styles.title}>{meeting.title}</h3>
        <RunningTime now={state.now} startedAt={meeting.startedAt} />
        <ToggleButton
          className={styles.push}
          appearance="subtle"
          size="small"
          checked={panelOpen}
          icon={panelOpen ? <PanelRight20Filled /> : <PanelRight20Regular />}
          aria-label="Side panel"
          onClick={() => onPanel(!panelOpen)}
        />
        <Leave meeting={meeting} onLeave={onLeave} />
      </div>
      <div className={styles.room} ref={room}>
        <div className={mergeClasses(styles.stage, panelAlone && styles.hidden)}>
          {meeting.stage ? (
            <TeamsFrame
              key={meeting.stage.url}
              url={meeting.stage.url}
              title={`Stage of ${meeting.title}, as ${person.firstName}`}
              frameContext="meetingStage"
              surroundings={meetingSurroundings(viewer, meeting, 'meetingStage')}
              appUp={state.appUp}
              zoom={stageWidth < FULL_SIZE_STAGE_PX ? SMALL_ZOOM : 1}
            />
          ) : (
            <Faces people={state.people.filter(({ id }) => meeting.people.includes(id))} />
          )}
        </div>
        {panelOpen && width > 0 && (
          <aside
            className={mergeClasses(styles.panel, panelAlone && styles.panelAlone)}
            style={panelAlone ? undefined : { width: panelWidth }}
            aria-label="Growth side panel"
          >
            <div className={styles.panelHead}>
              <GrowthTile size={20} />
              <Text weight="semibold">Growth</Text>
              <Button
                className={styles.push}
                appearance="subtle"
                size="small"
                icon={<Dismiss20Regular />}
                aria-label="Close the side panel"
                onClick={() => onPanel(false)}
              />
            </div>
            <TeamsFrame
              url={`${state.appUrl}/tab/panel`}
              title={`Side panel of ${meeting.title}, as ${person.firstName}`}
              frameContext="sidePanel"
              surroundings={meetingSurroundings(viewer, meeting, 'sidePanel')}
              appUp={state.appUp}
            />
          </aside>
        )}
      </div>
    </div>
  )
}

function Faces({ people }: { people: readonly Person[] }) {
  const styles = useStyles()
  return (
    <div className={styles.placeholder}>
      <div className={styles.faces}>
        {people.map((person) => (
          <div key={person.id} className={styles.face}>
            <Avatar name={person.name} color={avatarColor(person.id)} size={72} />
            <Text size={200}>{person.firstName}</Text>
          </div>
        ))}
      </div>
      <Text>Nothing on the stage yet</Text>
    </div>
  )
}

function Leave({ meeting, onLeave }: { meeting: Meeting; onLeave: () => void }) {
  const styles = useStyles()
  const { busy, problem, run } = useDoing()
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button className={styles.leave} size="small" disabled={busy} title={problem || undefined}>
          {busy ? 'Ending …' : 'Leave'}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={onLeave}>Leave</MenuItem>
          <MenuItem onClick={() => void run(() => endMeeting(meeting.eventId))}>End the meeting for both</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

/** When this page first saw the world's clock at where it stands, so that both columns count the same seconds. */
const lastTurn = { now: '', seenAt: 0 }

/** The world's clock stands between turns, so the seconds since its last turn are the machine's. */
function RunningTime({ now, startedAt }: { now: string; startedAt: string }) {
  const styles = useStyles()
  const [since, setSince] = useState(0)
  useEffect(() => {
    if (lastTurn.now !== now) Object.assign(lastTurn, { now, seenAt: Date.now() })
    let timer = 0
    // On the second, so that both columns turn over together.
    const count = () => {
      const passed = Date.now() - lastTurn.seenAt
      setSince(passed)
      timer = window.setTimeout(count, 1000 - (passed % 1000))
    }
    count()
    return () => clearTimeout(timer)
  }, [now])
  return <Text className={styles.length}>{lengthText(Date.parse(now) - Date.parse(startedAt) + since)}</Text>
}

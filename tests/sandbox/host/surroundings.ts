// What the app's frames learn from Teams: who looks, in which theme, in which meeting.
import { type HostState, type Meeting, type Person, shareStage, tabToken } from './api.ts'
import type { Destination } from './links.ts'
import { clientType } from './quirks.ts'
import type { FrameContext, LegacyContext, Surroundings } from './teamsHost.ts'
import { type ThemeName, teamsThemes } from './themes.ts'

interface Viewer {
  state: HostState
  person: Person
  theme: ThemeName
  open: (destination: Destination) => void
}

/** The series has one chat and one meeting id; Teams tells a tab nothing about the occurrence (R17). */
function contextOf(viewer: Viewer, frameContext: FrameContext, more: LegacyContext): LegacyContext {
  const { state, person, theme } = viewer
  return {
    locale: 'en-gb',
    theme: teamsThemes[theme],
    hostName: 'Teams',
    hostClientType: clientType(),
    ringId: 'general',
    sessionId: state.world,
    appSessionId: `${state.world}-${frameContext}-${person.id}`,
    frameContext,
    isFullScreen: false,
    isMultiWindow: false,
    tid: state.tenantId,
    userObjectId: person.id,
    userDisplayName: person.name,
    userPrincipalName: person.key,
    loginHint: person.key,
    userLicenseType: 'Unknown',
    ...more,
  }
}

type Needed = Omit<Surroundings, 'started'>

/** Around a personal tab. */
export function tabSurroundings(viewer: Viewer, entityId: string, subEntityId: string): Needed {
  return {
    teamsAppId: viewer.state.teamsAppId,
    context: () => contextOf(viewer, 'content', { entityId, subEntityId }),
    token: () => tabToken(viewer.person.id),
    open: viewer.open,
  }
}

/** Around the side panel or the stage of a meeting. */
export function meetingSurroundings(viewer: Viewer, meeting: Meeting, frameContext: FrameContext): Needed {
  const { state, person } = viewer
  const ids = { chatId: meeting.chatId, meetingId: meeting.meetingId }
  return {
    teamsAppId: state.teamsAppId,
    context: () => contextOf(viewer, frameContext, { ...ids, entityId: 'meeting', subEntityId: '' }),
    token: () => tabToken(person.id),
    open: viewer.open,
    meeting: {
      isSharing: () => meeting.stage !== null,
      share: async (url) => {
        await shareStage(meeting.chatId, url, person.id)
      },
      details: () => ({
        details: {
          id: meeting.meetingId,
          type: 'Recurring',
          title: meeting.title,
          scheduledStartTime: meeting.start,
          scheduledEndTime: meeting.end,
        },
        conversation: { id: meeting.chatId, conversationType: 'meetingChat' },
        organizer: { tenantId: state.tenantId },
      }),
    },
  }
}

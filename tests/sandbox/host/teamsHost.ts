// The host's side of TeamsJS: answers the messages of the frames this page opened, as Teams would.
import { z } from 'zod'
import { type Destination, destinationOf, destinationOfApp } from './links.ts'
import { answerOf, clientType } from './quirks.ts'

export type FrameContext = 'content' | 'sidePanel' | 'meetingStage'

/** What TeamsJS calls the flat legacy context; it turns it into app.Context itself. */
export type LegacyContext = Record<string, string | boolean | undefined>

/** What a frame may ask of the page around it. Everything is asked anew at each message. */
export interface Surroundings {
  teamsAppId: string
  context: () => LegacyContext
  token: () => Promise<string>
  open: (destination: Destination) => void
  /** Only inside a meeting. */
  meeting?: {
    details: () => unknown
    isSharing: () => boolean
    share: (url: string | null) => Promise<void>
  }
  /** The tab said how its start went. */
  started: (outcome: 'loaded' | 'success' | { failed: string }) => void
}

interface Frame {
  window: Window
  origin: string
  frameContext: FrameContext
  handlers: Set<string>
  surroundings: () => Surroundings
}

type Reply = readonly unknown[] | undefined
type Answer = (frame: Frame, args: readonly unknown[]) => Reply | Promise<Reply>

const messageSchema = z.object({
  id: z.number().optional(),
  uuidAsString: z.string().optional(),
  func: z.string(),
  args: z.array(z.unknown()).catch([]),
})

/** What `isSupported()` of TeamsJS looks at; it has to arrive as a JSON string. */
const RUNTIME = JSON.stringify({
  apiVersion: 4,
  isLegacyTeams: false,
  isNAAChannelRecommended: false,
  hostVersionsInfo: { adaptiveCardSchemaVersion: { majorVersion: 1, minorVersion: 5 } },
  supports: { app: { notifySuccessResponse: {} }, pages: { config: {} } },
})
const HOST_SDK_VERSION = '2.0.1'
const NOT_SUPPORTED = 100
const INTERNAL_ERROR = 500
const NOT_IN_MEETING = [{ errorCode: INTERNAL_ERROR, message: 'This frame is not in a meeting.' }, null]

/** TeamsJS knows four ways to reply; each answer below uses the one its function expects. */
const answers: Record<string, Answer> = {
  initialize: (frame) => [frame.frameContext, clientType(), RUNTIME, HOST_SDK_VERSION],
  getContext: (frame) => [frame.surroundings().context()],
  registerHandler: (frame, [name]) => {
    if (typeof name === 'string') frame.handlers.add(name)
    return undefined
  },
  'appInitialization.appLoaded': (frame) => {
    frame.surroundings().started('loaded')
    return undefined
  },
  'appInitialization.success': (frame) => {
    frame.surroundings().started('success')
    return [undefined]
  },
  'appInitialization.failure': failed,
  'appInitialization.expectedFailure': failed,
  'authentication.getAuthToken': async (frame) => {
    try {
      return [true, await frame.surroundings().token()]
    } catch (error) {
      return [false, sentenceOf(error)]
    }
  },
  'authentication.authenticate': () => [false, 'The sandbox signs everybody in already.'],
  'meeting.getMeetingDetails': (frame) => {
    const meeting = frame.surroundings().meeting
    return meeting ? [null, meeting.details()] : NOT_IN_MEETING
  },
  'meeting.getAppContentStageSharingCapabilities': () => [null, { doesAppHaveSharePermission: true }],
  'meeting.getAppContentStageSharingState': (frame) => [
    null,
    { isAppSharing: frame.surroundings().meeting?.isSharing() ?? false },
  ],
  'meeting.shareAppContentToStage': (frame, [url]) => share(frame, String(url)),
  'meeting.stopSharingAppContentToStage': (frame) => share(frame, null),
  'meeting.getIncomingClientAudioState': () => [null, false],
  executeDeepLink: (frame, [link]) =>
    go(frame, destinationOf(String(link), frame.surroundings().teamsAppId), `cannot open ${String(link)}`),
  'pages.navigateToApp': (frame, [to]) =>
    go(
      frame,
      typeof to === 'string' ? destinationOf(to, frame.surroundings().teamsAppId) : destinationOfApp(to),
      'cannot open that page',
    ),
  'settings.getSettings': () => [{}],
  'settings.setSettings': () => [true],
  'settings.setValidityState': () => undefined,
  'settings.save.success': () => undefined,
  'settings.save.failure': () => undefined,
  navigateBack: () => [true],
  returnFocus: () => undefined,
  setFrameContext: () => undefined,
}

function failed(frame: Frame, [reason, message]: readonly unknown[]): Reply {
  frame.surroundings().started({ failed: String(message || reason || 'no reason given') })
  return undefined
}

async function share(frame: Frame, url: string | null): Promise<Reply> {
  const meeting = frame.surroundings().meeting
  if (!meeting) return NOT_IN_MEETING
  try {
    await meeting.share(url)
    return [null, true]
  } catch (error) {
    return [{ errorCode: INTERNAL_ERROR, message: sentenceOf(error) }, null]
  }
}

function go(frame: Frame, destination: Destination | null, problem: string): Reply {
  if (!destination) return [false, problem]
  frame.surroundings().open(destination)
  return [true]
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

const frames = new Map<MessageEventSource, Frame>()

async function onMessage(event: MessageEvent<unknown>) {
  // Only frames this page opened, and only while they show the origin they were opened with.
  const frame = event.source && frames.get(event.source)
  if (!frame || event.origin !== frame.origin) return
  const message = messageSchema.safeParse(event.data)
  if (!message.success) return
  const { id, uuidAsString, func, args } = message.data
  const answer = Object.hasOwn(answers, func) ? answers[func] : undefined
  if (!answer) console.warn(`sandbox host: TeamsJS function not supported: ${func}`, args)
  const odd = answerOf(func)
  if (odd === 'never') return
  const reply = odd
    ? odd
    : answer
      ? await answer(frame, args)
      : [{ errorCode: NOT_SUPPORTED, message: `The sandbox does not support ${func}.` }]
  if (reply && id !== undefined) frame.window.postMessage({ id, uuidAsString, args: reply }, frame.origin)
}

/**
 * Serves TeamsJS to one iframe until the returned function is called. `url` is what the iframe was opened with;
 * `surroundings` is read at each message, so what it says may change while the frame lives.
 */
export function serveFrame(
  iframe: HTMLIFrameElement,
  url: string,
  frameContext: FrameContext,
  surroundings: () => Surroundings,
): () => void {
  const target = iframe.contentWindow
  if (!target) throw new Error('The iframe is not in the page yet.')
  if (frames.size === 0) window.addEventListener('message', onMessage)
  frames.set(target, { window: target, origin: new URL(url).origin, frameContext, handlers: new Set(), surroundings })
  return () => {
    frames.delete(target)
    if (frames.size === 0) window.removeEventListener('message', onMessage)
  }
}

/** Tells every frame that asked for it that the theme has changed (`default`, `dark` or `contrast`). */
export function announceTheme(theme: string) {
  for (const frame of frames.values())
    if (frame.handlers.has('themeChange'))
      frame.window.postMessage({ func: 'themeChange', args: [theme] }, frame.origin)
}

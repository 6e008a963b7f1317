// Teams behind a few functions: the only file that knows TeamsJS. Every call has a time limit.
import { app, authentication, meeting, pages } from '@microsoft/teams-js'
import { createContext, useContext } from 'react'

export type Theme = 'light' | 'dark' | 'contrast'
/** Where the person is, in the words of the list of who has seen a plan. */
export const seenOn = (surface: Surface): 'tab' | 'panel' | 'stage' =>
  surface === 'sidePanel' ? 'panel' : surface === 'meetingStage' ? 'stage' : 'tab'
/** Only organizers and presenters share, from a computer only; 'unknown' where Teams does not say. */
export type MayShare = 'yes' | 'notPresenter' | 'notHere' | 'unknown'
/** 'refused': Teams does not let this person, or this client, do it at all; another try is no use. */
export type Shared = 'shared' | 'failed' | 'refused'
export type Surface = 'content' | 'sidePanel' | 'meetingStage' | 'settings' | 'none'

/** What the tab needs of the Teams client it is shown in. */
export type Host = {
  inTeams: boolean
  theme: Theme
  surface: Surface
  chatId: string | null
  /** Where a link into the personal tab points, e.g. 'prepare/2026-Q4'; null without one. */
  subPage: string | null
  /** Says that something is on the screen, so that Teams takes its own waiting sign away. */
  drawn: () => void
  /** Calls the listener at every change of theme; returns how to stop that. */
  onTheme: (listener: (theme: Theme) => void) => () => void
  /** The signed-in person's token for our API, kept until five minutes before it ends; `fresh` asks for a new one. */
  token: (fresh?: 'fresh') => Promise<string>
  /** Whether this person can put something of ours on the meeting's stage from here. */
  mayShare: () => Promise<MayShare>
  /** Shows a path of ours to everybody in the meeting. */
  shareToStage: (path: string) => Promise<Shared>
  /** Whether something of ours is on the meeting's stage now; null where Teams does not say. */
  isSharing: () => Promise<boolean | null>
  /** Opens the personal tab at a sub page, e.g. 'plan'. */
  openInGrowth: (subPage: string) => Promise<void>
  /** On the page where the app is added to a meeting: lets the person save, and saves our panel. */
  saveMeetingTab: () => Promise<void>
}

/** TeamsJS itself waits 60 s for a host that will never answer. */
const LIMIT_MS = 5000
/** Some clients never say what is on the stage (teams-js issue 1792): then it is not known. */
const STATE_LIMIT_MS = 2000
const TOKEN_MARGIN_MS = 5 * 60_000
/** The manifest's id of the personal tab. */
const PERSONAL_TAB = 'home'

/** What the server wrote into the page, which came with it: no other version can be in there. */
type Config = { hosts?: string[]; teamsAppId?: string }
const readConfig = () => JSON.parse(document.getElementById('config')?.textContent || '{}') as Config

export const HostContext = createContext<Host | null>(null)

export function useHost(): Host {
  const host = useContext(HostContext)
  if (!host) throw new Error('useHost outside of HostContext')
  return host
}

let started: Promise<Host> | null = null

/** Says hello to the host, once. Outside of Teams this answers too, with `inTeams: false`. */
export function startHost(): Promise<Host> {
  started ??= start()
  return started
}

async function start(): Promise<Host> {
  const config = readConfig()
  try {
    await within(app.initialize(config.hosts))
    const token = tokenKeeper(() => within(authentication.getAuthToken()))
    // Whatever is shown asks for it first: it comes while Teams says where we are.
    token().catch(() => {})
    const context = await within(app.getContext())
    return inTeams(context, token, config.teamsAppId)
  } catch {
    return outside()
  }
}

function inTeams(context: app.Context, token: Host['token'], teamsAppId: string | undefined): Host {
  const listeners = new Set<(theme: Theme) => void>()
  const host: Host = {
    inTeams: true,
    theme: themeOf(context.app.theme),
    surface: surfaceOf(context.page.frameContext),
    chatId: context.chat?.id ?? null,
    subPage: context.page.subPageId || new URLSearchParams(location.search).get('subPage'),
    drawn: () => {
      app.notifyAppLoaded()
      app.notifySuccess()
    },
    onTheme: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    token,
    mayShare: () => mayShare(context.app.host.clientType),
    shareToStage: (path) => shareToStage(new URL(path, location.origin).href),
    isSharing,
    openInGrowth: async (subPage) => {
      if (!teamsAppId) return location.assign(`/tab/home?subPage=${encodeURIComponent(subPage)}`)
      await within(pages.navigateToApp({ appId: teamsAppId, pageId: PERSONAL_TAB, subPageId: subPage }))
    },
    saveMeetingTab,
  }
  app.registerOnThemeChangeHandler((name) => {
    host.theme = themeOf(name)
    for (const listener of listeners) listener(host.theme)
  })
  return host
}

function outside(): Host {
  return {
    inTeams: false,
    theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    surface: 'none',
    chatId: null,
    subPage: null,
    drawn: () => {},
    onTheme: () => () => {},
    token: () => Promise.reject(new Error('There is no token outside of Teams')),
    mayShare: async () => 'notHere',
    shareToStage: async () => 'refused',
    isSharing: async () => null,
    openInGrowth: async () => {},
    saveMeetingTab: async () => {},
  }
}

/** Teams may name themes we have not heard of: what sounds dark is dark. */
function themeOf(name: string): Theme {
  if (name === 'contrast') return 'contrast'
  return /dark|night|black/i.test(name) ? 'dark' : 'light'
}

function surfaceOf(frame: string): Surface {
  return frame === 'content' || frame === 'sidePanel' || frame === 'meetingStage' || frame === 'settings'
    ? frame
    : 'none'
}

function tokenKeeper(ask: () => Promise<string>): Host['token'] {
  let kept: { token: string; until: number } | null = null
  let asking: Promise<string> | null = null
  return (fresh) => {
    if (asking) return asking
    if (!fresh && kept && Date.now() < kept.until) return Promise.resolve(kept.token)
    asking = ask()
      .then((token) => {
        kept = { token, until: expiryOf(token) - TOKEN_MARGIN_MS }
        return token
      })
      .finally(() => {
        asking = null
      })
    return asking
  }
}

/** When a JWT ends, in ms; 0 for one that can't be read, which is then asked for again every time. */
function expiryOf(token: string): number {
  try {
    const payload = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))
    return Number((JSON.parse(payload) as { exp?: unknown }).exp) * 1000 || 0
  } catch {
    return 0
  }
}

/** Phones, tablets and rooms show a stage but start none (msteams-docs issue 8733). */
const NO_COMPUTERS = [
  'android',
  'ios',
  'ipados',
  'visionOS',
  'rigel',
  'teamsRoomsWindows',
  'teamsRoomsAndroid',
  'teamsPhones',
  'teamsDisplays',
]
/** TeamsJS' codes for "not in this context" and "no permission"; "not a presenter" comes as either (teams-js issue 1928). */
const REFUSALS = [501, 1000]

async function mayShare(clientType: string): Promise<MayShare> {
  if (NO_COMPUTERS.includes(clientType)) return 'notHere'
  const can = await called<meeting.IAppContentStageSharingCapabilities>((done) =>
    meeting.getAppContentStageSharingCapabilities(done),
  ).catch(() => null)
  return can ? (can.doesAppHaveSharePermission ? 'yes' : 'notPresenter') : 'unknown'
}

/**
 * Windows clients sometimes answer 500 the first time (teams-js issue 3082), so a failure is tried once more. A client
 * that says nothing may have done it all the same: then what is on the stage decides.
 */
async function shareToStage(url: string): Promise<Shared> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const shared = await called<boolean>((done) =>
        meeting.shareAppContentToStage(done, url, { sharingProtocol: meeting.SharingProtocol.Collaborative }),
      )
      if (shared) return 'shared'
    } catch (problem) {
      if (problem instanceof Refused && REFUSALS.includes(problem.code)) return 'refused'
      if (!(problem instanceof Refused)) return (await isSharing()) ? 'shared' : 'failed'
    }
  }
  return 'failed'
}

async function isSharing(): Promise<boolean | null> {
  const state = await called<meeting.IAppContentStageSharingState>(
    (done) => meeting.getAppContentStageSharingState(done),
    STATE_LIMIT_MS,
  ).catch(() => null)
  return state?.isAppSharing ?? null
}

async function saveMeetingTab(): Promise<void> {
  const contentUrl = new URL('/tab/panel', location.origin).href
  pages.config.registerOnSaveHandler((save) => {
    within(pages.config.setConfig({ entityId: 'panel', suggestedDisplayName: 'Growth', contentUrl })).then(
      () => save.notifySuccess(),
      () => save.notifyFailure('Growth could not be added. Try again.'),
    )
  })
  pages.config.setValidityState(true)
}

/** Teams answered a call with an error; `code` is 0 where it named none. */
class Refused extends Error {
  readonly code: number
  constructor(problem: unknown) {
    super('Teams refused')
    this.code = Number((problem as { errorCode?: unknown } | null)?.errorCode) || 0
  }
}

/** TeamsJS' meeting calls take a callback (error, value). Throws Refused, and another Error when it does not come in time. */
function called<T>(
  start: (done: (error: unknown, value: T | null) => void) => void,
  limit = LIMIT_MS,
): Promise<T | null> {
  return within(
    new Promise((resolve, reject) => start((error, value) => (error ? reject(new Refused(error)) : resolve(value)))),
    limit,
  )
}

function within<T>(promise: Promise<T>, limit = LIMIT_MS): Promise<T> {
  let timer = 0
  const late = new Promise<never>((_, reject) => {
    timer = window.setTimeout(() => reject(new Error('Teams did not answer in time')), limit)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

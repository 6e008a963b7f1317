// REST for the tab: token, parse, who may, use-case, parse again. Every route of shared/api.ts and no other.
import { json, type NextFunction, type Request, type Response, Router } from 'express'
import type { z } from 'zod'
import { addPoint } from '#bot/discussions/addPoint.ts'
import { wasHeld } from '#bot/discussions/held.ts'
import { keepNote } from '#bot/discussions/note.ts'
import { keepAnswers, shareAnswers } from '#bot/discussions/prepare.ts'
import { reportProgress } from '#bot/history/check.ts'
import { chooseCadence } from '#bot/offers/cadence.ts'
import { answerOurs } from '#bot/offers/ours.ts'
import { requestDiscussion } from '#bot/offers/request.ts'
import { convertSlot } from '#bot/offers/take.ts'
import { installed } from '#bot/people/install.ts'
import { handOver } from '#bot/plans/handOver.ts'
import { openPlan } from '#bot/plans/open.ts'
import { stampPlan } from '#bot/plans/stamp.ts'
import type { Caller, Identity, World } from '#bot/ports.ts'
import { audit } from '#bot/privacy/audit.ts'
import { auditOf, everythingAbout } from '#bot/privacy/export.ts'
import { requestErasure, startAgain, whenFound } from '#bot/privacy/requestErasure.ts'
import { notYours, pairOf, peopleOps, seenOn, twoOf, viewerOf } from '#bot/routes/access.ts'
import { answerRefusal, invalid } from '#bot/routes/refused.ts'
import { calendarsScreen } from '#bot/screens/calendars.ts'
import { discussionScreen, meetingScreen, pairScreen, type Two } from '#bot/screens/discussion.ts'
import { homeScreen } from '#bot/screens/home.ts'
import { headOf, meOf, quarterFor, type Viewer } from '#bot/screens/people.ts'
import { historyScreen, planScreen, revisionOf, revisionScreen } from '#bot/screens/plan.ts'
import { teamScreen } from '#bot/screens/team.ts'
import { startMonthOf } from '#bot/settings.ts'
import { ROUTES } from '#shared/api.ts'
import { type Discussion, is, slotOf } from '#shared/discussion/discussion.ts'
import { employeePartition, type Person, tenantPartition } from '#shared/kinds.ts'
import { seriesId } from '#shared/oneOnOne/pair.ts'
import type { Audit, Surface } from '#shared/privacy/audit.ts'
import { Refusal } from '#shared/refusal.ts'
import type { RouteName } from '#shared/routes.ts'

type Body<N extends RouteName> = (typeof ROUTES)[N] extends { body: infer B extends z.ZodType } ? z.infer<B> : undefined
type Query<N extends RouteName> = (typeof ROUTES)[N] extends { query: infer Q extends z.ZodType }
  ? z.infer<Q>
  : undefined
type Reply<N extends RouteName> = z.input<(typeof ROUTES)[N]['reply']>
type Asked<N extends RouteName> = {
  viewer: Viewer
  params: Record<string, string>
  body: Body<N>
  query: Query<N>
  surface: Surface
}
type Handlers = { [N in RouteName]: (asked: Asked<N>) => Promise<Reply<N>> }

function handlers(world: World): Handlers {
  const { store } = world
  const two = (viewer: Viewer, params: Record<string, string>): Promise<Two> =>
    twoOf(world, viewer, params.employee ?? '')
  /** The discussion of a pair that still is one: a former manager's quarters are not the new one's to see. */
  const discussionOf = async ({ employee, manager }: Two, quarter: string): Promise<Discussion> => {
    const stored = await store.get('discussion', employeePartition(employee.tenant, employee.id), quarter)
    if (stored?.value.manager !== manager.id) throw notYours()
    return stored.value
  }
  /** The caller as the manager of this employee. */
  const asManager = async (viewer: Viewer, params: Record<string, string>) => {
    const { employee, manager } = await pairOf(world, viewer, params.employee ?? '')
    if (manager.id !== viewer.person.id) throw notYours()
    return { employee, manager, pair: { tenant: employee.tenant, employee: employee.id, manager: manager.id } }
  }
  const withDiscussion = async (viewer: Viewer, params: Record<string, string>) => {
    const both = await two(viewer, params)
    return { both, of: await discussionOf(both, params.quarter ?? '') }
  }
  /** Who may, and then the line about it (R7). */
  const noted = async ({ viewer, params, surface }: Of, what: Audit['what']): Promise<Two> => {
    const both = await two(viewer, params)
    await audit(world, note(both.employee, viewer, what, surface))
    return both
  }
  const notedDiscussion = async (asked: Of, what: 'read' | 'changed') => {
    const found = await withDiscussion(asked.viewer, asked.params)
    await audit(world, note(found.both.employee, asked.viewer, what, asked.surface))
    return found
  }
  return {
    me: ({ viewer }) => meOf(world, viewer),
    async erase({ viewer, body }) {
      await requestErasure(world, viewer.person, body.confirm)
      return {}
    },
    async again({ viewer }) {
      const { tenant, id } = viewer.person
      const { chat, isManaged } = await startAgain(world, viewer.person)
      if (chat) await installed(world, tenant, id, chat)
      if (isManaged) await whenFound(world, viewer.person)
      return {}
    },
    audit: async ({ viewer }) => ({
      me: await meOf(world, viewer),
      lines: await auditOf(world, viewer.person.tenant, viewer.person.id),
    }),
    async export({ viewer, surface }) {
      // Somebody the store does not know has nothing to export, and nothing is written about them.
      if (await isKnown(world, viewer)) await audit(world, note(viewer.person, viewer, 'exported', surface))
      return { me: await meOf(world, viewer), ...(await everythingAbout(world, viewer.person)) }
    },
    home: ({ viewer }) => homeScreen(world, viewer),
    async ask({ viewer, body }) {
      await requestDiscussion(world, viewer.person, body.slot)
      return {}
    },
    team: ({ viewer }) => teamScreen(world, viewer),
    calendars: ({ viewer }) => calendarsScreen(world, peopleOps(viewer)),
    async ours({ viewer, params, body }) {
      const { pair } = await asManager(viewer, params)
      await answerOurs(world, pair, body.series, body.isOurs)
      return {}
    },
    async cadence({ viewer, params, body }) {
      const { pair } = await asManager(viewer, params)
      await chooseCadence(world, pair, body.cadence)
      return {}
    },
    async convert({ viewer, params, body }) {
      const { employee, manager, pair } = await asManager(viewer, params)
      await convertSlot(world, pair, body.eventId)
      const all = await store.list('discussion', employeePartition(employee.tenant, employee.id))
      const quarter = await quarterFor(world, manager)
      const found =
        all.find(({ value }) => slotOf(value)?.eventId === body.eventId) ??
        all.find(({ value }) => value.quarter.key === quarter.key)
      if (!found) throw notYours()
      return headOf(found.value, employee, manager)
    },
    async meeting({ viewer, query }) {
      const joinUrl = await world.calendar.chatJoinUrl(query.chat)
      return meetingScreen(world, viewer, joinUrl, joinUrl && (await seriesId(joinUrl)))
    },
    pair: async (asked) => pairScreen(world, await noted(asked, 'read')),
    async discussion(asked) {
      const { both, of } = await notedDiscussion(asked, 'read')
      return discussionScreen(world, both, of)
    },
    async addPoint(asked) {
      const { of } = await notedDiscussion(asked, 'changed')
      await addPoint(world, of, asked.body.title)
      return {}
    },
    async prepare({ viewer, params, body, surface }) {
      const { both, of } = await withDiscussion(viewer, params)
      const kept = await keepAnswers(world, of, viewer.person.id, body.answers)
      // A draft is its writer's alone, as a private note is: nobody else hears of it.
      if (kept.shared) await audit(world, note(both.employee, viewer, 'changed', surface))
      return pickPreparation(kept)
    },
    async share(asked) {
      const { of } = await notedDiscussion(asked, 'changed')
      return pickPreparation(await shareAnswers(world, of, asked.viewer.person.id))
    },
    async note({ viewer, params, body }) {
      const { employee, manager } = await two(viewer, params)
      const { key } = await quarterFor(world, manager)
      const of = { tenant: employee.tenant, employee: employee.id, writer: viewer.person.id, quarter: key }
      return { version: await keepNote(world, { ...of, text: body.text }, body.version) }
    },
    async held(asked) {
      const { both, of } = await notedDiscussion(asked, 'changed')
      const start = slotOf(of)?.start
      if (!start || is(of, 'converting') || start > world.clock.now())
        throw new Refusal('tooEarly', 'This growth discussion has not begun yet.')
      await wasHeld(world, of)
      return headOf(await discussionOf(both, of.quarter.key), both.employee, both.manager)
    },
    async plan(asked) {
      const both = await noted(asked, 'read')
      return planScreen(world, both, await openPlan(world, both.employee.tenant, both.employee.id))
    },
    async stamp({ viewer, params, body, surface }) {
      const { employee, manager } = await two(viewer, params)
      const startMonth = await startMonthOf(world, employee.tenant)
      const stamped = await stampPlan(world, { employee, manager, by: viewer.person.id, startMonth }, body.hash)
      const revision = revisionOf(stamped)
      if (!revision) throw notYours()
      await audit(world, note(employee, viewer, 'agreed', surface))
      return revision
    },
    async handOver({ viewer, params, surface }) {
      const { employee } = await two(viewer, params)
      if (employee.id !== viewer.person.id) throw notYours()
      await handOver(world, employee)
      await audit(world, note(employee, viewer, 'handedOver', surface))
      return {}
    },
    revision: async (asked) => revisionScreen(world, await noted(asked, 'read'), asked.params.number ?? ''),
    history: async (asked) => historyScreen(world, await noted(asked, 'read')),
    async progress(asked) {
      const { employee } = await noted(asked, 'changed')
      const by = asked.viewer.person.id
      return reportProgress(world, employee.tenant, employee.id, asked.params.action ?? '', { ...asked.body, by })
    },
  }
}

/** What any request about an employee says of itself. */
type Of = { viewer: Viewer; params: Record<string, string>; surface: Surface }

const note = (employee: Person, { person }: Viewer, what: Audit['what'], surface: Surface) => ({
  tenant: employee.tenant,
  employee: employee.id,
  by: person.id,
  what,
  surface,
})

const isKnown = async ({ store }: World, { person: { tenant, id } }: Viewer): Promise<boolean> =>
  (await store.get('person', tenantPartition(tenant), id)) !== null

const pickPreparation = ({
  answers,
  shared,
  at,
}: {
  answers: { question: string; text: string }[]
  shared: boolean
  at: string
}) => ({
  answers,
  shared,
  at,
})

/** The longest an id in a path may be; a longer one is nobody's. */
const MOST_PARAM = 600

/** All routes of the contract, each behind a verified token. */
export function apiRoutes(world: World, identity: Identity): Router {
  const router = Router()
  const all = handlers(world)
  const read = json({ limit: '200kb' })
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const route = ROUTES[name]
    // The token first: to whoever has none, no body is read and nothing is said about it.
    const signedIn = async (request: Request, response: Response, next: NextFunction) => {
      response.locals.caller = await identity.verify(bearerOf(request))
      next()
    }
    router[route.method](route.path, signedIn, read, async (request: Request, response: Response) => {
      const caller = response.locals.caller as Caller
      const params = request.params as Record<string, string>
      if (Object.values(params).some((value) => value.length > MOST_PARAM)) throw notYours()
      const viewer = await viewerOf(world, caller)
      const body = 'body' in route ? parsed(route.body, request.body ?? {}) : undefined
      const query = 'query' in route ? parsed(route.query, request.query) : undefined
      // The table is typed name by name; over a loop the compiler cannot see that name and handler belong together.
      const handle = all[name] as (asked: unknown) => Promise<unknown>
      const surface = seenOn(request.header('x-surface'))
      const reply = await handle({ viewer, params, body, query, surface })
      response.set('Cache-Control', 'no-store').json(route.reply.parse(reply))
    })
  }
  router.use('/api', () => {
    throw new Refusal('notFound', 'There is no such address.')
  })
  router.use(answerRefusal(world.log))
  return router
}

/** Throws Refusal 'invalid' that names the field. A reply that does not fit its schema is a bug, and not the caller's. */
function parsed<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const { data, error } = schema.safeParse(value)
  if (error) throw invalid(error)
  return data as z.infer<S>
}

function bearerOf(request: Request): string {
  const [scheme, token] = (request.header('authorization') ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || !token)
    throw new Refusal('signIn', 'Sign in again: Teams did not prove who you are.')
  return token
}

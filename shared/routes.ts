// Method and path of every route between tab and server; api.ts says what goes in and comes out. By itself, because a page asks
// before it has built the schemas that check the answer.

const at = { discussion: '/api/discussions/:employee/:quarter', plan: '/api/plans/:employee' } as const

/** Every route there is. Paths carry ids only: `:employee` is a person id, `:quarter` a quarter key such as 2026-Q4. */
export const WAYS = {
  me: { method: 'get', path: '/api/me' },
  erase: { method: 'delete', path: '/api/me' },
  again: { method: 'post', path: '/api/me/again' },
  home: { method: 'get', path: '/api/home' },
  ask: { method: 'post', path: '/api/home/ask' },
  audit: { method: 'get', path: '/api/audit' },
  export: { method: 'get', path: '/api/export' },
  team: { method: 'get', path: '/api/team' },
  calendars: { method: 'get', path: '/api/calendars' },
  convert: { method: 'post', path: '/api/team/:employee/convert' },
  ours: { method: 'post', path: '/api/team/:employee/ours' },
  cadence: { method: 'put', path: '/api/team/:employee/cadence' },
  meeting: { method: 'get', path: '/api/meeting' },
  pair: { method: 'get', path: '/api/pairs/:employee' },
  discussion: { method: 'get', path: at.discussion },
  addPoint: { method: 'post', path: `${at.discussion}/points` },
  prepare: { method: 'put', path: `${at.discussion}/preparation` },
  share: { method: 'post', path: `${at.discussion}/preparation/share` },
  note: { method: 'put', path: '/api/pairs/:employee/note' },
  held: { method: 'post', path: `${at.discussion}/held` },
  plan: { method: 'get', path: at.plan },
  stamp: { method: 'post', path: `${at.plan}/stamps` },
  handOver: { method: 'post', path: `${at.plan}/handover` },
  revision: { method: 'get', path: `${at.plan}/revisions/:number` },
  history: { method: 'get', path: `${at.plan}/history` },
  progress: { method: 'post', path: `${at.plan}/actions/:action` },
} as const

export type RouteName = keyof typeof WAYS

// The house of the design, enforced: who may import whom and what, over the real files, and proof that the check can fail.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { check } from './architecture/check.ts'
import { TOP_LEVEL } from './architecture/map.ts'

const ROOT = join(import.meta.dirname, '..')
const NOT_OURS = new Set(['node_modules', 'dist'])

/** Every source file below a folder, as [path from the root, text]. */
function sourcesIn(folder: string): [string, string][] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : sourcesIn(path)
    return /\.(tsx?|js)$/.test(entry.name) ? [[path, readFileSync(join(ROOT, path), 'utf8')]] : []
  })
}

describe('the house is in order', () => {
  const sources = new Map(['shared', 'bot', 'tab', 'tests'].flatMap(sourcesIn))

  it('every import is one that the map allows, and every file keeps the house rules', () => {
    expect(sources.size).toBeGreaterThan(50)
    expect(check(sources)).toEqual([])
  })

  it('the top level holds only the agreed names', () => {
    const found = readdirSync(ROOT).filter((name) => !name.startsWith('.'))
    // What .gitignore keeps out of the repository.
    const ignored = new Set(['node_modules', 'dist', 'devTools'])
    expect(found.filter((name) => !TOP_LEVEL.includes(name) && !ignored.has(name) && !name.endsWith('.log'))).toEqual(
      [],
    )
  })
})

/** A file with one import in it. */
const importing = (name: string) =>
  `// Says what it does.\nimport type { x } from '${name}'\nexport type Y = typeof x\n`
const complaintsAbout = (path: string, source: string) => check(new Map([[path, source]]))

describe('the check fails when a forbidden import is added', () => {
  it.each([
    ['shared/offer/offer.ts', '#bot/ports.ts'],
    ['shared/offer/offer.ts', '#tab/api.ts'],
    ['shared/offer/offer.ts', 'yjs'],
    ['shared/offer/offer.ts', '@microsoft/teams.cards'],
    ['shared/offer/offer.ts', 'node:crypto'],
    ['shared/offer/offer.ts', 'jose'],
    ['shared/offer/offer.ts', '../../bot/ports.ts'],
    ['shared/offer/offer.ts', './rank'],
    ['shared/plan/doc.ts', '@hocuspocus/provider'],
    ['shared/offer/card.ts', 'yjs'],
    ['bot/ports.ts', './adapters/sqlite.ts'],
    ['bot/server.ts', './adapters/sqlite.ts'],
    ['bot/server.ts', 'botbuilder'],
    ['bot/jobs.ts', './adapters/graph.ts'],
    ['bot/jobs.ts', './routes/api.ts'],
    ['bot/offers/convert.ts', '#bot/plans/save.ts'],
    ['bot/offers/convert.ts', '../plans/save.ts'],
    ['bot/offers/convert.ts', '#bot/adapters/graph/index.ts'],
    ['bot/offers/convert.ts', '#bot/routes/api.ts'],
    ['bot/offers/convert.ts', '#bot/config.ts'],
    ['bot/offers/convert.ts', 'express'],
    ['bot/offers/convert.ts', 'botbuilder'],
    ['bot/offers/convert.ts', '@microsoft/microsoft-graph-client'],
    ['bot/adapters/sqlite.ts', './graph.ts'],
    ['bot/adapters/sqlite.ts', '@azure/cosmos'],
    ['bot/adapters/sqlite.ts', '#bot/offers/convert.ts'],
    ['bot/adapters/graph/index.ts', 'botbuilder'],
    ['bot/adapters/graph/index.ts', 'jose'],
    ['bot/adapters/teams.ts', 'express'],
    ['bot/adapters/unheard.ts', 'zod'],
    ['bot/routes/api.ts', 'botbuilder'],
    ['bot/routes/api.ts', '@microsoft/teams-ai'],
    ['bot/routes/api.ts', '@hocuspocus/server'],
    ['bot/routes/api.ts', 'ws'],
    ['bot/routes/api.ts', 'jose'],
    ['bot/routes/api.ts', '#bot/adapters/sqlite.ts'],
    ['bot/routes/messages.ts', '@hocuspocus/server'],
    ['bot/index.ts', '#tab/api.ts'],
    ['bot/index.ts', '#tests/sandbox/constants.ts'],
    ['bot/index.ts', 'express'],
    ['bot/cli/store.ts', 'botbuilder'],
    ['bot/cli/store.ts', '#bot/routes/api.ts'],
    ['tab/api.ts', '#bot/ports.ts'],
    ['tab/api.ts', '@microsoft/teams-js'],
    ['tab/ui/Card.tsx', '@microsoft/teams-js'],
    ['tab/ui/Card.tsx', '#tab/plan/LivePlan.tsx'],
    ['tab/stage/Stage.tsx', '#tab/panel/Panel.tsx'],
    ['tab/stage/Stage.tsx', '@hocuspocus/provider'],
    ['tab/stage/Stage.tsx', 'yjs'],
    ['tab/stage/Stage.tsx', 'node:path'],
    ['tab/stage/Stage.tsx', '#tests/sandbox/constants.ts'],
    ['tab/main.tsx', '#bot/config.ts'],
    ['tests/sandbox/host/main.tsx', '#bot/ports.ts'],
    ['tests/sandbox/host/main.tsx', '../keys.ts'],
    ['tests/sandbox/graph.ts', '#bot/adapters/graph/index.ts'],
    ['elsewhere/file.ts', 'zod'],
  ])('%s imports %s', (path, name) => {
    const complaints = complaintsAbout(path, importing(name))
    expect(complaints).toEqual([expect.stringContaining(path)])
    if (!path.match(/elsewhere|unheard/)) expect(complaints[0]).toContain(`imports ${name}: `)
  })

  it.each([
    ['a dynamic import', `// x\nexport const y = () => import('#bot/config.ts')\n`],
    ['an import of a type', `// x\nimport type { Store } from '#bot/ports.ts'\nexport type Y = Store\n`],
    ['a type in place', `// x\nexport type Y = import('#bot/ports.ts').Store\n`],
    ['passing on', `// x\nexport { y } from '#bot/ports.ts'\nexport const z = 1\n`],
    ['require', `// x\nexport const y = require('#bot/ports.ts')\n`],
    ['for its effects', `// x\nimport '#bot/nodeVersion.ts'\nexport const z = 1\n`],
  ])('in whatever way: %s', (_name, source) => {
    expect(complaintsAbout('tab/stage/Stage.tsx', source)).toEqual([
      expect.stringContaining('tab/stage/Stage.tsx imports #bot/'),
    ])
  })

  it.each([
    ['shared/time.ts', 'const t = Date.now()', 'Date.now'],
    ['shared/time.ts', 'const t = new Date()', 'new Date()'],
    ['shared/time.ts', 'const t = Date()', 'Date()'],
    ['shared/time.ts', 'const t = Math.random()', 'Math.random'],
    ['shared/time.ts', 'const t = crypto.randomUUID()', 'crypto.randomUUID'],
    ['shared/time.ts', 'const t = process.platform', 'process.platform'],
    ['shared/time.ts', 'const t = globalThis.fetch', 'globalThis.fetch'],
    ['shared/time.ts', 'const { fetch: t } = globalThis', 'globalThis'],
    ['shared/time.ts', "const t = fetch('/')", 'fetch()'],
    ['shared/time.ts', 'const t = setTimeout(() => {}, 1)', 'setTimeout()'],
    ['shared/time.ts', 'const t = document.title', 'document.title'],
    ['shared/time.ts', 'const t = localStorage.length', 'localStorage.length'],
    ['bot/offers/convert.ts', 'const t = process.env.PORT', 'process.env'],
    ['bot/server.ts', 'const { env: t } = process', 'process.env'],
    ['tab/stage/Stage.tsx', 'const t = process.env.NODE_ENV', 'process.env'],
    ['bot/ports.ts', 'const t = 1', 'types only'],
    ['bot/offers/convert.ts', 'enum t { a }', 'enum'],
    ['bot/offers/convert.ts', 'namespace t { export const a = 1 }', 'namespace'],
    ['bot/offers/convert.ts', 'class t { constructor(readonly a: number) {} }', 'parameter property'],
    ['bot/offers/convert.ts', 'default function t() {}', 'default export'],
    ['bot/offers/convert.ts', 'const t = (name: string) => import(name)', 'computed name'],
  ])('%s: export %s', (path, declaration, word) => {
    const complaints = complaintsAbout(path, `// Says what it does.\nexport ${declaration}\n`)
    expect(complaints).toEqual([expect.stringContaining(word)])
  })

  it('a file that does not say what it does', () => {
    expect(complaintsAbout('shared/time.ts', 'export const t = 1\n')).toEqual([expect.stringContaining('comment')])
  })

  it.each([
    "export * from './rank.ts'\n",
    "export { rank } from './rank.ts'\n",
    "import { rank } from './rank.ts'\nexport { rank }\nexport * from './offer.ts'\n",
  ])('a barrel: %j', (source) => {
    expect(complaintsAbout('shared/offer/all.ts', `// Says what it does.\n${source}`)).toEqual([
      expect.stringContaining('barrel'),
    ])
  })

  it('a circle, also one of types only', () => {
    const a = "// a\nimport type { B } from './b.ts'\nexport type A = B\n"
    const b = "// b\nimport type { A } from '#shared/a.ts'\nexport type B = A\n"
    expect(
      check(
        new Map([
          ['shared/a.ts', a],
          ['shared/b.ts', b],
        ]),
      ),
    ).toEqual(['shared/a.ts → shared/b.ts → shared/a.ts is a circle of imports.'])
  })
})

it.each([
  ['shared/plan/doc.ts', 'yjs'],
  ['shared/offer/card.ts', '@microsoft/teams.cards'],
  ['shared/offer/offer.ts', '../time.ts'],
  ['bot/index.ts', './adapters/sqlite.ts'],
  ['bot/cli/store.ts', '#bot/adapters/sqlite.ts'],
  ['bot/offers/convert.ts', './respond.ts'],
  ['bot/offers/convert.ts', '#bot/ports.ts'],
  ['bot/routes/messages.ts', 'botbuilder'],
  ['bot/routes/api.ts', '#bot/offers/convert.ts'],
  ['tab/host.ts', '@microsoft/teams-js'],
  ['tab/stage/Stage.tsx', '#tab/plan/LivePlan.tsx'],
  ['tab/plan/LivePlan.tsx', '@hocuspocus/provider'],
  ['tab/main.tsx', 'react-dom/client'],
  ['tests/flows/offer.test.ts', '#bot/adapters/sqlite.ts'],
])('what the map allows is no complaint: %s imports %s', (path, name) => {
  expect(complaintsAbout(path, importing(name))).toEqual([])
})

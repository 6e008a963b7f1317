// The import map of the house as data: for every place, which files and which packages it may import.

export type Place = {
  /** What it is called in a complaint. */
  name: string
  files: RegExp
  /** Project files, and folders with a slash at the end. `$1` is what the first group of `files` matched. */
  mayImport: string[]
  /** npm packages, and Node's own modules by their `node:` name; 'node:*' is all of those. */
  packages: string[]
}

const FLUENT = ['react', '@fluentui/react-components', '@fluentui/react-icons']
const NODE_FILES = ['node:fs', 'node:fs/promises', 'node:path']

/** Stands for any noun of bot/: every folder that is none of the fixed ones. */
export const ANY_NOUN = 'bot/<noun>/'
const NOUN = '(?!(?:adapters|routes|cli)/)[a-z][A-Za-z]*'

/** Whether a path of `mayImport` takes in this file. */
export function takesIn(path: string, file: string): boolean {
  if (path === ANY_NOUN) return new RegExp(`^bot/${NOUN}/`).test(file)
  return path.endsWith('/') ? file.startsWith(path) : file === path
}

/** In this order: the first place whose pattern fits a file is its place. */
export const PLACES: Place[] = [
  {
    name: 'the live document',
    files: /^shared\/plan\/(doc|edit|log)\.ts$/,
    mayImport: ['shared/'],
    packages: ['zod', 'yjs'],
  },
  {
    name: 'the cards',
    files: /^shared\/[a-zA-Z]+\/(card|[a-z][A-Za-z]*Card|cardParts|plainText)\.ts$/,
    mayImport: ['shared/'],
    packages: ['zod', '@microsoft/teams.cards'],
  },
  { name: 'shared/', files: /^shared\//, mayImport: ['shared/'], packages: ['zod'] },

  { name: 'bot/nodeVersion.ts', files: /^bot\/nodeVersion\.ts$/, mayImport: [], packages: [] },
  { name: 'bot/ports.ts', files: /^bot\/ports\.ts$/, mayImport: ['shared/'], packages: [] },
  {
    name: 'bot/change.ts',
    files: /^bot\/(change|settings)\.ts$/,
    mayImport: ['shared/', 'bot/ports.ts'],
    packages: [],
  },
  { name: 'bot/config.ts', files: /^bot\/config\.ts$/, mayImport: ['shared/'], packages: ['zod', ...NODE_FILES] },
  {
    name: 'bot/index.ts',
    files: /^bot\/index\.ts$/,
    mayImport: ['shared/', 'bot/'],
    packages: ['node:os', ...NODE_FILES],
  },
  {
    name: 'bot/openStore.ts',
    files: /^bot\/openStore\.ts$/,
    mayImport: ['shared/', 'bot/ports.ts', 'bot/config.ts', 'bot/adapters/sqlite/', 'bot/adapters/cosmos/'],
    packages: [],
  },
  {
    name: 'bot/server.ts',
    files: /^bot\/server\.ts$/,
    mayImport: ['shared/', 'bot/ports.ts', 'bot/routes/'],
    packages: ['express', 'ws', 'node:http', 'node:net', ...NODE_FILES],
  },
  {
    name: 'bot/jobs.ts',
    files: /^bot\/jobs\.ts$/,
    mayImport: ['shared/', 'bot/ports.ts', 'bot/change.ts', ANY_NOUN],
    packages: ['node:timers/promises'],
  },
  { name: 'bot/marker.ts', files: /^bot\/marker\.ts$/, mayImport: ['bot/ports.ts'], packages: ['zod'] },
  {
    name: 'bot/work.ts',
    files: /^bot\/work\.ts$/,
    mayImport: ['shared/', 'bot/ports.ts', 'bot/jobs.ts', ANY_NOUN],
    packages: [],
  },
  {
    name: 'bot/cli/',
    files: /^bot\/cli\//,
    mayImport: [
      'shared/',
      'bot/nodeVersion.ts',
      'bot/config.ts',
      'bot/ports.ts',
      'bot/openStore.ts',
      'bot/marker.ts',
      'bot/cli/',
      'bot/adapters/',
      ANY_NOUN,
    ],
    packages: ['zod', 'csv-parse/sync', 'node:*'],
  },

  adapter('sqlite', ['node:sqlite', ...NODE_FILES]),
  adapter('cosmos', ['@azure/cosmos', '@azure/identity', 'node:crypto', 'node:timers/promises', 'node:zlib']),
  adapter('graph', ['@microsoft/microsoft-graph-client', 'zod']),
  adapter('teams', ['botbuilder', 'botframework-connector', '@microsoft/teams-ai/lib/TeamsAdapter.js']),
  adapter('entra', ['jose', '@azure/identity', 'zod']),
  adapter('openai', ['openai', '@azure/identity', 'zod']),
  adapter('redis', ['ioredis']),
  adapter('telemetry', ['@opentelemetry/api', '@opentelemetry/sdk-node']),
  adapter('log', []),
  adapter(
    'sandbox',
    [
      'express',
      'zod',
      '@microsoft/microsoft-graph-client',
      'node:perf_hooks',
      'node:timers/promises',
      'node:v8',
      'node:vm',
    ],
    ['bot/jobs.ts'],
  ),

  {
    name: 'bot/routes/messages.ts',
    files: /^bot\/routes\/messages\.ts$/,
    mayImport: ['shared/', 'bot/ports.ts', 'bot/settings.ts', 'bot/routes/', ANY_NOUN],
    packages: ['express', 'zod', 'botbuilder', '@microsoft/teams-ai', '@microsoft/teams-ai/lib/Application.js'],
  },
  {
    name: 'bot/routes/collab*.ts',
    files: /^bot\/routes\/collab[A-Za-z]*\.ts$/,
    mayImport: ['shared/', 'bot/ports.ts', 'bot/settings.ts', 'bot/routes/', ANY_NOUN],
    packages: [
      'zod',
      '@hocuspocus/server',
      'ws',
      'yjs',
      'y-protocols/awareness',
      'node:http',
      'node:stream',
      'node:timers/promises',
      'node:crypto',
    ],
  },
  {
    name: 'bot/routes/',
    files: /^bot\/routes\//,
    mayImport: ['shared/', 'bot/ports.ts', 'bot/settings.ts', 'bot/routes/', ANY_NOUN],
    packages: ['express', 'zod', 'node:crypto', 'node:http', ...NODE_FILES],
  },
  {
    name: 'a noun of bot/',
    files: new RegExp(`^bot/(${NOUN})/`),
    mayImport: ['shared/', 'bot/ports.ts', 'bot/change.ts', 'bot/settings.ts', 'bot/$1/'],
    packages: ['node:crypto'],
  },

  {
    name: 'tab/host.ts',
    files: /^tab\/host\.ts$/,
    mayImport: ['shared/'],
    packages: ['@microsoft/teams-js', 'react'],
  },
  { name: 'tab/api.ts', files: /^tab\/api\.ts$/, mayImport: ['shared/', 'tab/host.ts'], packages: ['react', 'zod'] },
  {
    name: 'tab/vite.config.ts',
    files: /^tab\/vite\.config\.ts$/,
    mayImport: [],
    packages: [...NODE_FILES, 'node:zlib', 'vite', '@vitejs/plugin-react'],
  },
  {
    name: 'tab/main.tsx',
    files: /^tab\/[A-Za-z]+\.tsx?$/,
    mayImport: ['shared/', 'tab/'],
    packages: [...FLUENT, 'react-dom'],
  },
  {
    name: 'tab/ui/',
    files: /^tab\/ui\//,
    mayImport: ['shared/', 'tab/host.ts', 'tab/api.ts', 'tab/ui/'],
    packages: FLUENT,
  },
  {
    name: 'tab/plan/',
    files: /^tab\/plan\//,
    mayImport: ['shared/', 'tab/host.ts', 'tab/api.ts', 'tab/ui/', 'tab/plan/'],
    packages: [...FLUENT, 'zod', 'yjs', '@hocuspocus/provider'],
  },
  {
    name: 'a surface of tab/',
    files: /^tab\/([a-z][A-Za-z]*)\//,
    mayImport: ['shared/', 'tab/host.ts', 'tab/api.ts', 'tab/ui/', 'tab/plan/', 'tab/$1/'],
    packages: FLUENT,
  },

  {
    name: "the sandbox's page",
    files: /^tests\/sandbox\/host\//,
    mayImport: ['shared/', 'tab/ui/personColor.ts', 'tests/sandbox/host/'],
    packages: [...FLUENT, 'react-dom', 'adaptivecards', 'zod', 'vite', '@vitejs/plugin-react'],
  },
  {
    name: "the sandbox's server",
    files: /^tests\/sandbox\//,
    mayImport: ['shared/', 'bot/nodeVersion.ts', 'bot/cli/tenantFile.ts', 'tests/sandbox/'],
    packages: ['express', 'jose', 'zod', '@zeit/cosmosdb-query', 'node:*'],
  },
  { name: 'tests/', files: /^tests\//, mayImport: ['shared/', 'bot/', 'tab/', 'tests/'], packages: ['*'] },
]

/** One adapter is one file, or one folder: shared/, the ports, its settings and the library of its one outside thing. */
function adapter(name: string, packages: string[], besides: string[] = []): Place {
  return {
    name: `bot/adapters/${name}`,
    files: new RegExp(`^bot/adapters/${name}(\\.ts$|/)`),
    mayImport: ['shared/', 'bot/ports.ts', 'bot/config.ts', `bot/adapters/${name}/`, ...besides],
    packages,
  }
}

/** Where a default export is what a tool asks for. */
export const DEFAULT_EXPORTS = /(^|\/)(vite\.config\.ts|jest\.config\.js|setup\.js|closingLine\.js|sequencer\.js)$/

/** The only readers of process.env. */
export const ENVIRONMENT_READERS = /^(bot\/config\.ts|tests\/.*)$/

/** Everything that may lie at the top of the repository, beside dotfiles. */
export const TOP_LEVEL = [
  'README.md',
  'appPackage',
  'bot',
  'infra',
  'package-lock.json',
  'package.json',
  'shared',
  'tab',
  'teamsapp.yml',
  'tests',
  'tsconfig.json',
]

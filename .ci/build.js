// Builds the tab and the sandbox's host page, each only when something it is made from is newer than its last build.
import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const PAGES = [
  { name: 'the tab', folder: 'tab', from: ['tab', 'shared', 'package-lock.json'] },
  {
    name: "the sandbox's page",
    folder: 'tests/sandbox/host',
    from: ['tests/sandbox/host', 'shared', 'tab/ui', 'package-lock.json'],
  },
]

/** When a file, or anything in a folder, last changed, ms. A folder's own time tells of files taken away. */
function changedAt(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  const inside = readdirSync(path).filter((name) => name !== 'dist' && name !== 'node_modules')
  return Math.max(stat.mtimeMs, ...inside.map((name) => changedAt(join(path, name))))
}

/** When a page was last built, ms; never is 0. */
function builtAt(folder) {
  return statSync(join(root, folder, 'dist/index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0
}

const stale = PAGES.filter(({ folder, from }) => from.some((path) => changedAt(join(root, path)) > builtAt(folder)))
if (stale.length > 0) {
  console.error(`Building ${stale.map(({ name }) => name).join(' and ')} …`)
  const { build } = await import('vite')
  await Promise.all(
    stale.map(({ folder }) =>
      build({ root: join(root, folder), configFile: join(root, folder, 'vite.config.ts'), logLevel: 'warn' }),
    ),
  )
}

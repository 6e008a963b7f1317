// Makes ready what an npm script needs: packages as the lock file has them, a Node that runs the server and, with --build, the pages.
//
// Plain JavaScript for whatever Node the machine has; everything it says goes to stderr, so that scripts can print JSON.
import { execSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const quietOnStdout = { cwd: root, stdio: ['ignore', 2, 2] }

/** The packages of a lock file; null where there is none. */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

/** Whether node_modules holds what the lock file asks for, by versions: file times change with every checkout. */
function isInstalled() {
  const wanted = packagesIn('package-lock.json')
  const found = packagesIn('node_modules/.package-lock.json')
  return (
    found !== null &&
    Object.entries(wanted).every(
      ([path, { version, optional }]) => path === '' || (found[path] ? found[path].version === version : optional),
    )
  )
}

function install() {
  console.error('Installing packages. This happens once and takes about two minutes …')
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env
  const args = ['ci', '--include=dev', '--include=optional', '--ignore-scripts=false', '--loglevel=error']
  const { status } = npm?.endsWith('npm-cli.js')
    ? spawnSync(node, [npm, ...args], quietOnStdout)
    : spawnSync('npm', args, { ...quietOnStdout, shell: true })
  if (status !== 0) {
    console.error('Installing the packages failed; npm says why above. Mend that and run the same command again.')
    process.exit(1)
  }
}

/** The scripts after this one find the npm package `node` first on their PATH; this process may still be an older one. */
function checkNode() {
  if (Number.parseInt(process.versions.node, 10) >= 24) return
  const found = execSync('node --version', { cwd: root, encoding: 'utf8' }).trim()
  if (Number.parseInt(found.slice(1), 10) >= 24) return
  console.error(
    `Node 24 or newer is needed and ${found} was found. The npm package "node" brings it along where there is one for` +
      ' the platform; here there is none, so install Node 24 from https://nodejs.org and run the same command again.',
  )
  process.exit(1)
}

if (!isInstalled()) install()
checkNode()
if (process.argv.includes('--build')) {
  // Through a shell, which looks for `node` now: the one that has just been installed.
  const { status } = spawnSync('node .ci/build.js', { ...quietOnStdout, shell: true })
  if (status !== 0) process.exit(1)
}

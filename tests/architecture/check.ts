// Holds source files against the import map; every complaint names the file, the import and the rule.
import { posix } from 'node:path'
import { type Facts, factsOf } from './facts.ts'
import { DEFAULT_EXPORTS, ENVIRONMENT_READERS, PLACES, type Place, takesIn } from './map.ts'

/** Path from the project's root → source. */
export type Sources = ReadonlyMap<string, string>

const NAMED_FOLDER = /^#(shared|bot|tab|tests)\//
const ENDINGS = /\.(tsx?|js|json|css|svg)$/

/** All complaints about these files, in the order of the files; none means that the house is in order. */
export function check(sources: Sources): string[] {
  const facts = new Map([...sources].map(([path, source]) => [path, factsOf(path, source)]))
  const each = [...facts].flatMap(([path, of]) => [...aboutFile(path, of), ...aboutImports(path, of)])
  return [...each, ...circles(facts)]
}

function aboutFile(path: string, of: Facts): string[] {
  const complaints: string[] = []
  if (!of.opensWithComment) complaints.push('does not open with a comment that says what it does.')
  if (of.hasDefaultExport && !DEFAULT_EXPORTS.test(path)) complaints.push('has a default export; everything is named.')
  if (of.isBarrel) complaints.push('only passes on what others export: no barrels.')
  if (of.readsEnvironment && !ENVIRONMENT_READERS.test(path))
    complaints.push('reads process.env; only bot/config.ts does.')
  if (path === 'bot/ports.ts' && of.exportsValues) complaints.push('exports values; ports are types only.')
  if (of.computesImport && !path.startsWith('tests/'))
    complaints.push('imports something by a computed name, which the map cannot judge.')
  for (const what of of.notErasable) complaints.push(`uses ${what}, which Node cannot erase.`)
  if (path.startsWith('shared/'))
    for (const what of of.impure)
      complaints.push(`uses ${what}; shared/ is pure: no clock, dice, network, environment.`)
  return complaints.map((complaint) => `${path} ${complaint}`)
}

function aboutImports(path: string, of: Facts): string[] {
  const place = PLACES.find(({ files }) => files.test(path))
  if (!place) return [`${path} lies in no place that the import map knows (tests/architecture/map.ts).`]
  return of.imports.flatMap((name) => {
    const complaint = aboutImport(path, place, name)
    return complaint ? [`${path} imports ${name}: ${complaint}`] : []
  })
}

function aboutImport(path: string, place: Place, name: string): string | null {
  const target = fileOf(path, name)
  if (target === null) {
    if (mayUsePackage(place, name)) return null
    return `${place.name} may import ${list(place.packages)} of packages.`
  }
  if (name.startsWith('.') && top(target) !== top(path))
    return 'across folders it is #shared/, #bot/, #tab/ or #tests/.'
  if (!ENDINGS.test(target)) return 'an import path ends in .ts or .tsx.'
  // Last, so that the other two rules are heard even where the place is right.
  const allowed = allowedTo(path, place)
  if (allowed.some((one) => takesIn(one, target))) return null
  return `${place.name} may import ${list(allowed)} of the project.`
}

/** The project file an import names, from the root; null where it is a package. */
function fileOf(path: string, name: string): string | null {
  if (name.startsWith('.')) return posix.join(posix.dirname(path), name)
  return NAMED_FOLDER.test(name) ? name.slice(1) : null
}

const top = (path: string): string => path.split('/')[0] ?? ''
const list = (names: string[]): string => (names.length > 0 ? `only ${names.join(', ')}` : 'nothing')

/** What this file may import of the project, `$1` filled in. */
function allowedTo(path: string, { files, mayImport }: Place): string[] {
  const own = files.exec(path)?.[1] ?? ''
  return mayImport.map((one) => one.replace('$1', own))
}

function mayUsePackage({ packages }: Place, name: string): boolean {
  if (packages.includes('*')) return true
  if (name.startsWith('node:')) return packages.includes(name) || packages.includes('node:*')
  return packages.some((one) => name === one || name.startsWith(`${one}/`))
}

/** Each circle once, by the files on it. */
function circles(facts: ReadonlyMap<string, Facts>): string[] {
  const state = new Map<string, 'open' | 'done'>()
  const found: string[] = []
  const visit = (path: string, way: string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      found.push(`${[...way.slice(way.indexOf(path)), path].join(' → ')} is a circle of imports.`)
      return
    }
    state.set(path, 'open')
    for (const name of facts.get(path)?.imports ?? []) {
      const target = fileOf(path, name)
      if (target !== null && facts.has(target)) visit(target, [...way, path])
    }
    state.set(path, 'done')
  }
  for (const path of facts.keys()) visit(path, [])
  return found
}

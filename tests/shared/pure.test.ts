// shared/ is the same in browser and server: it compiles with Node's types and no DOM, and with the DOM and no Node types.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from '@jest/globals'

const ROOT = join(import.meta.dirname, '../..')
// Inside the project, because that is where tsc looks for @types.
mkdirSync(join(ROOT, '.cache'), { recursive: true })
const scratch = mkdtempSync(join(ROOT, '.cache/pure-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** What tsc complains about; '' is nothing. */
function complaints(project: string): string {
  try {
    return execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', project], {
      encoding: 'utf8',
    })
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}

/** The same settings over one other file. */
function complaintsAbout(settings: string, source: string): string {
  writeFileSync(join(scratch, 'file.ts'), source)
  const project = join(scratch, 'tsconfig.json')
  writeFileSync(project, JSON.stringify({ extends: join(ROOT, 'tests/pure', settings), include: ['file.ts'] }))
  return complaints(project)
}

it.each(['server.json', 'browser.json'])('shared/ compiles under tests/pure/%s', (settings) => {
  expect(complaints(join(ROOT, 'tests/pure', settings))).toBe('')
})

it.each([
  ['server.json', 'document.title', 'document'],
  ['server.json', 'window.name', 'window'],
  ['browser.json', 'process.platform', 'process'],
  ['browser.json', "Buffer.from('a')", 'Buffer'],
])('under %s a file that uses %s does not', (settings, expression, name) => {
  expect(complaintsAbout(settings, `export const x = ${expression}\n`)).toContain(`'${name}'`)
})

it.each(['server.json', 'browser.json'])('under %s what both have compiles', (settings) => {
  expect(complaintsAbout(settings, 'export const x = new TextEncoder().encode(new URL("a:b").href)\n')).toBe('')
})

// How the tab is built: one page under /tab/, one chunk for each surface, each with a packed copy beside it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Brotli at its best takes a second for all of it, here once instead of at every request. */
export const packed: Plugin = {
  name: 'packed',
  // Only now is a file what it stays.
  writeBundle({ dir = '' }, bundle) {
    for (const name of Object.keys(bundle).filter((name) => /\.(js|css)$/.test(name)))
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(readFileSync(join(dir, name))))
  },
}

/** What every surface needs for its first content. */
const FIRST = /\/tab\/(host\.ts|App\.tsx)$/

/** The page itself names what draws its first content, so that all of it comes at once and not chunk after chunk. */
const named: Plugin = {
  name: 'named',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const names = new Set<string>()
      const take = (name: string) => {
        const chunk = bundle[name]
        if (names.has(name) || chunk?.type !== 'chunk') return
        names.add(name)
        chunk.imports.forEach(take)
      }
      for (const file of Object.values(bundle))
        if (file.type === 'chunk' && file.moduleIds.some((id) => FIRST.test(id))) take(file.fileName)
      return [...names]
        .filter((name) => !html.includes(`/${name}"`))
        .map((name) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/tab/${name}` },
          injectTo: 'head',
        }))
    },
  },
}

/**
 * Each file costs a slow machine several ms, so what is needed together comes in one: what every surface draws with, and the
 * live plan with what keeps it. A group takes along all that it needs and that no group before it has taken; what else needs
 * part of the second would load all of it, and is in the first.
 */
const SHOWS =
  /\/(tab\/(host|App|api|plan\/frame|ui\/(MarkedText|calm|personColor|stageFocus))|shared\/(time|plan\/(diff|plan)))\.tsx?$/
const PIECES = [
  { name: 'start', test: /preload-helper|employeeOnStage/, priority: 3 },
  { name: 'first', test: (id: string) => SHOWS.test(id) || id.includes('/@fluentui/react-text/'), priority: 2 },
  { name: 'plan', test: /\/tab\/(plan\/(ahead|LivePlan)|stage\/Stage)\.tsx?$/, priority: 1 },
]

/** The page brings the style of what is drawn first: a file of its own would be one more to wait for. */
const styled: Plugin = {
  name: 'styled',
  transformIndexHtml: () => {
    const css = readFileSync(join(import.meta.dirname, 'first.css'), 'utf8').replaceAll(/\/\*.*?\*\/|\s+(?=\s)/gs, '')
    return [{ tag: 'style', children: css, injectTo: 'head' }]
  },
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/tab/',
  plugins: [react(), packed, named, styled],
  build: {
    ...{ outDir: 'dist', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 700 },
    // Asks the browser to read every function as the file comes, beside the page's own thread, and not at its first call there.
    rolldownOptions: { output: { postBanner: '//# allFunctionsCalledOnLoad', codeSplitting: { groups: PIECES } } },
  },
})

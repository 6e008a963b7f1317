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

export default defineConfig({
  root: import.meta.dirname,
  base: '/tab/',
  plugins: [react(), packed],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 700 },
})

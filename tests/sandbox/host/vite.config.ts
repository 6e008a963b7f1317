// Builds the sandbox's host page into dist/, which the sandbox's server serves.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Served at the root of the sandbox's own port, so the base is '/'. */
const config = defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 1500 },
})

// Vite asks for a default export; everything else here is named.
export default config

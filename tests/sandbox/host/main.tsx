// Starts the host page.
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { listen } from './live.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root.')
listen()
createRoot(root).render(<App />)

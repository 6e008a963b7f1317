// Runs one request at a time and keeps the sentence with which it was refused.
import { useState } from 'react'
import { HostError } from './api.ts'

export interface Doing {
  busy: boolean
  /** Why the last one was refused; '' when it was not. */
  problem: string
  run: (work: () => Promise<unknown>) => Promise<void>
}

export function useDoing(): Doing {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const run = async (work: () => Promise<unknown>) => {
    if (busy) return
    setBusy(true)
    setProblem('')
    try {
      await work()
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      setProblem(error.message)
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, run }
}

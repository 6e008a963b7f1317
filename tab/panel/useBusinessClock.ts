// The server's time on this machine: what it was at the last reply, carried on by the machine's own clock.
import { useEffect, useState } from 'react'
import type { Me } from '#shared/api.ts'

const STEP_MS = 10_000

/** The instant now, as the server would say it; renders again as time goes on. */
export function useBusinessClock(me: Me): string {
  const [machine, setMachine] = useState(() => Date.now())
  const [from, setFrom] = useState({ me, at: machine })
  // A new reply brings the server's time anew (the sandbox can turn its clock).
  if (from.me !== me) {
    const at = Date.now()
    setFrom({ me, at })
    setMachine(at)
  }
  useEffect(() => {
    const timer = setInterval(() => setMachine(Date.now()), STEP_MS)
    return () => clearInterval(timer)
  }, [])
  return new Date(Date.parse(from.me.now) + Math.max(0, machine - from.at)).toISOString()
}

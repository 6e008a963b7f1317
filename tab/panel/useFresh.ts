// Reads a screen's data again every minute, and when the person comes back to it.
import { useEffect } from 'react'

const EVERY_MS = 60_000

export function useFresh(reload: () => void): void {
  useEffect(() => {
    const ifSeen = () => document.visibilityState === 'visible' && reload()
    const timer = setInterval(ifSeen, EVERY_MS)
    addEventListener('focus', ifSeen)
    document.addEventListener('visibilitychange', ifSeen)
    return () => {
      clearInterval(timer)
      removeEventListener('focus', ifSeen)
      document.removeEventListener('visibilitychange', ifSeen)
    }
  }, [reload])
}

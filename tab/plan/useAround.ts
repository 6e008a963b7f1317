// Fetches what stands round the plan's first text as soon as something is drawn.
import { startTransition, useEffect, useState } from 'react'
import { bringAll } from '#tab/ui/lazily.ts'

type Around = typeof import('./Around.tsx')

let fetched: Around | null = null

/** Null until it is there. Drawing it gives way to whoever types already. */
export function useAround(): Around | null {
  const [around, setAround] = useState(fetched)
  useEffect(() => {
    if (around) return
    import('./Around.tsx').then(
      (came) => {
        fetched = came
        startTransition(() => setAround(came))
        bringAll()
      },
      // As with every other part of the page: what is round the surface says that something broke.
      (problem: unknown) =>
        setAround(() => {
          throw problem
        }),
    )
  }, [around])
  return around
}

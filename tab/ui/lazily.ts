// Components that come in files of their own, so that nobody waits for them who has come to write.
import { type ComponentType, lazy } from 'react'

const toCome: (() => Promise<unknown>)[] = []

/** Like React's `lazy`; `load` gives the component itself. */
export function lazily<P>(load: () => Promise<ComponentType<P>>) {
  toCome.push(load)
  return lazy(async () => ({ default: await load() }))
}

/** Brings all of them, for when one is opened there may be no line to bring it over. */
export function bringAll(): void {
  // Who opens one tries again.
  for (const load of toCome.splice(0)) load().catch(() => {})
}

// The screens that stand in for a plan. They come by themselves, with Fluent's buttons: nobody waits for them whose plan can be shown.
import { lazy } from 'react'

const page = () => import('./CalmPage.tsx')
const failed = () => import('./Failed.tsx')
const refused = () => import('./Refused.tsx')

export const CalmPage = lazy(async () => ({ default: (await page()).CalmPage }))
export const Failed = lazy(async () => ({ default: (await failed()).Failed }))
export const Refused = lazy(async () => ({ default: (await refused()).Refused }))

/** Brings them before they are needed: when they are, there may be no line to bring them over. */
export function bringCalm(): void {
  for (const screen of [failed, refused]) screen().catch(() => {})
}

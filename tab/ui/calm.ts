// The screens that stand in for a plan. They come by themselves, with Fluent's buttons.
import { lazily } from './lazily.ts'

export const CalmPage = lazily(async () => (await import('./CalmPage.tsx')).CalmPage)
export const Failed = lazily(async () => (await import('./Failed.tsx')).Failed)
export const Refused = lazily(async () => (await import('./Refused.tsx')).Refused)

// Paper: whether the page is being printed, its black-on-white theme, and what is seen on the screen only.
import { makeStyles, type Theme, teamsLightTheme } from '@fluentui/react-components'
import { useSyncExternalStore } from 'react'

export const usePaperStyles = makeStyles({
  /** Around a page whose first child may be what is printed in its place. */
  ground: { '@media print': { '& > [data-paper] ~ *': { display: 'none' } } },
})

const BLACK = {
  colorNeutralForeground1: '#000000',
  colorNeutralForeground2: '#000000',
  colorNeutralForeground3: '#000000',
} as const
const WHITE = { colorNeutralBackground1: '#ffffff', colorNeutralBackground2: '#ffffff' } as const
/** Whatever theme is on the screen, paper is white and what stands on it is black. */
export const PAPER_THEME: Theme = { ...teamsLightTheme, ...BLACK, ...WHITE }

const listeners = new Set<() => void>()
let printing = false

function say(now: boolean): void {
  printing = now
  for (const listener of listeners) listener()
}
const onBefore = () => say(true)
const onAfter = () => say(false)
const onMedia = () => say(matchMedia('print').matches)

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    addEventListener('beforeprint', onBefore)
    addEventListener('afterprint', onAfter)
    matchMedia('print').addEventListener('change', onMedia)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    removeEventListener('beforeprint', onBefore)
    removeEventListener('afterprint', onAfter)
    matchMedia('print').removeEventListener('change', onMedia)
  }
}

/** True while the page is drawn for paper: by the menu, by the browser's own command, or into a PDF. */
export const useOnPaper = (): boolean => useSyncExternalStore(subscribe, () => printing)

/** Prints, once everything has been drawn for paper: a browser takes the page as it is at that moment. */
export function printPage(): void {
  say(true)
  requestAnimationFrame(() =>
    setTimeout(() => {
      print()
      say(false)
    }),
  )
}

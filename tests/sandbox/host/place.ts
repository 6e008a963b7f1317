// Where the page is, as its address says: whose column, which view, which theme.
import { type ThemeName, themeNames } from './themes.ts'

export const viewNames = ['chat', 'calendar', 'growth', 'meeting'] as const
export type ViewName = (typeof viewNames)[number]

export interface Place {
  /** Key or id of the only person to show; null for two columns side by side. */
  person: string | null
  view: ViewName
  theme: ThemeName
}

/** Reads the query and the hash of an address; the hash wins, what is unknown falls back. */
export function readPlace(search: string, hash: string): Place {
  const query = new URLSearchParams(search)
  const fragment = new URLSearchParams(hash.replace(/^#/, ''))
  const get = (name: string) => fragment.get(name) ?? query.get(name)
  return {
    person: get('person'),
    view: viewNames.find((view) => view === get('view')) ?? 'chat',
    theme: themeNames.find((theme) => theme === get('theme')) ?? 'light',
  }
}

/** The address of a place, relative to the host page. */
export function addressOf(place: Place): string {
  const query = new URLSearchParams()
  if (place.person !== null) {
    query.set('person', place.person)
    query.set('view', place.view)
  }
  if (place.theme !== 'light') query.set('theme', place.theme)
  const text = query.toString()
  return text === '' ? '/' : `/?${text}`
}

// What a column shows: a person, one of their views, and the little the views remember.
import type { ViewName } from './place.ts'

export interface Column {
  personId: string
  view: ViewName
  /** Where in the Growth tab a link led; `visit` makes following the same link twice two visits. */
  tab: { entityId: string; subEntityId: string; visit: number }
  /** Whether the side panel is open in a meeting. */
  panelOpen: boolean
}

export const columnOf = (personId: string, view: ViewName = 'chat', panelOpen = true): Column => ({
  personId,
  view,
  tab: { entityId: 'home', subEntityId: '', visit: 0 },
  panelOpen,
})

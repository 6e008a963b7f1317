// Which steps of the guide are done, from what the sandbox shows, remembered for the world.
import { useEffect, useRef } from 'react'
import type { HostState } from './api.ts'
import { paths } from './api.ts'
import { type Pair, stepsDone } from './guideSteps.ts'
import { useCalendar, useChat, useMeetings, usePolling, useProgress } from './live.ts'
import { rememberedTicks, rememberTicks } from './ticks.ts'

const PROGRESS_EVERY_MS = 3000
const WROTE = 4
const AGREED = 5
const NO_PROGRESS = { writers: [], stamps: [] }

/** `employeeCalendarShown`: whether the employee's calendar is on the screen now. */
export function useSteps(state: HostState, pair: Pair, employeeCalendarShown: boolean): ReadonlySet<number> {
  const before = useRef<Set<number> | null>(null)
  before.current ??= rememberedTicks(state.world)
  const managerCalendar = useCalendar(pair.manager.id)
  const employeeCalendar = useCalendar(pair.employee.id)
  const managerChat = useChat(pair.manager.id) ?? []
  const employeeChat = useChat(pair.employee.id) ?? []
  const meetings = useMeetings()
  const progress = useProgress(pair.employee.id) ?? NO_PROGRESS
  const done = stepsDone(
    pair,
    {
      calendars: [managerCalendar ?? [], employeeCalendar ?? []],
      managerChat,
      employeeChat,
      meetings,
      progress,
      employeeCalendarShown,
    },
    before.current,
  )
  // Nobody tells the sandbox what is written in the app, so it is asked.
  usePolling(paths.progress(pair.employee.id), PROGRESS_EVERY_MS, !(done.has(WROTE) && done.has(AGREED)))
  useEffect(() => {
    if (done.size === before.current?.size) return
    before.current = done
    rememberTicks(state.world, done)
  })
  return done
}

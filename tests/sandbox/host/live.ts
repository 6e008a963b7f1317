// Data that stays fresh: each path is read once for all who show it, and again when the server says it changed.
import { useEffect, useSyncExternalStore } from 'react'
import type { z } from 'zod'
import {
  calendarSchema,
  chatSchema,
  type HostEvent,
  hostEventSchema,
  meetingsSchema,
  paths,
  progressSchema,
  read,
  stateSchema,
} from './api.ts'

interface Entry {
  value: unknown
  readers: Set<() => void>
  stale: (event: HostEvent) => boolean
  refresh: () => Promise<void>
}

const entries = new Map<string, Entry>()
const connection = { lost: false, readers: new Set<() => void>() }

function setLost(lost: boolean) {
  if (connection.lost === lost) return
  connection.lost = lost
  for (const reader of connection.readers) reader()
}

function entryFor<T>(path: string, schema: z.ZodType<T>, stale: (event: HostEvent) => boolean): Entry {
  const known = entries.get(path)
  if (known) return known
  let running: Promise<void> | null = null
  let again = false
  let lastText = ''
  const load = async () => {
    do {
      again = false
      try {
        const value = await read(path, schema)
        const text = JSON.stringify(value)
        if (text !== lastText) {
          lastText = text
          entry.value = value
          for (const reader of entry.readers) reader()
        }
      } catch (error) {
        // The last known value stays on the screen; the next event or reconnect reads again.
        console.warn(`sandbox: could not read ${path}`, error)
      }
    } while (again)
  }
  const entry: Entry = {
    value: undefined,
    readers: new Set(),
    stale,
    refresh: () => {
      if (running) again = true
      else
        running = load().finally(() => {
          running = null
        })
      return running
    },
  }
  entries.set(path, entry)
  return entry
}

/** The value at a path, undefined until it is there (or while path is null). */
function useLive<T>(path: string | null, schema: z.ZodType<T>, stale: (event: HostEvent) => boolean): T | undefined {
  const subscribe = (reader: () => void) => {
    if (path === null) return () => undefined
    const entry = entryFor(path, schema, stale)
    entry.readers.add(reader)
    // What nobody was looking at may be old.
    if (entry.readers.size === 1) void entry.refresh()
    return () => {
      entry.readers.delete(reader)
    }
  }
  // The entry's type is fixed by the schema of its path, which is the only way values get in.
  const snapshot = () => (path === null ? undefined : (entries.get(path)?.value as T | undefined))
  return useSyncExternalStore(stable(path, subscribe), snapshot)
}

const subscriptions = new Map<string, (reader: () => void) => () => void>()
/** One subscribe function per path, so that React does not subscribe anew at every render. */
function stable(path: string | null, subscribe: (reader: () => void) => () => void) {
  const key = path ?? ''
  const known = subscriptions.get(key)
  if (known) return known
  subscriptions.set(key, subscribe)
  return subscribe
}

const about = (kind: HostEvent['kind'], person: string) => (event: HostEvent) =>
  event.kind === kind && (event.person == null || event.person === person)

export const useHostState = () => useLive(paths.state, stateSchema, () => true)
export const useMeetings = () =>
  useLive(paths.meetings, meetingsSchema, (event) => event.kind === 'meeting' || event.kind === 'clock') ?? []
export const useChat = (person: string | null) =>
  useLive(person && paths.chat(person), chatSchema, about('chat', person ?? ''))
export const useCalendar = (person: string | null) =>
  useLive(person && paths.calendar(person), calendarSchema, about('calendar', person ?? ''))
export const useProgress = (employee: string | null) =>
  useLive(employee && paths.progress(employee), progressSchema, () => true)

/** Reads a path again now, where anybody shows it. */
export const refresh = (path: string) => entries.get(path)?.refresh() ?? Promise.resolve()

/** What is on the screen (or counted by the guide) under a path, as last read. */
export const shown = (prefix: string): { path: string; value: unknown }[] =>
  [...entries]
    .filter(([path, entry]) => path.startsWith(prefix) && entry.readers.size > 0)
    .map(([path, entry]) => ({ path, value: entry.value }))

/** Reads a path every so often while `on`: for what the server cannot announce. */
export function usePolling(path: string | null, everyMs: number, on: boolean) {
  useEffect(() => {
    if (!on || path === null) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void refresh(path)
    }, everyMs)
    return () => clearInterval(timer)
  }, [path, everyMs, on])
}

/** True while the sandbox's own server cannot be reached. */
export const useLost = () => useSyncExternalStore(subscribeConnection, () => connection.lost)
function subscribeConnection(reader: () => void) {
  connection.readers.add(reader)
  return () => {
    connection.readers.delete(reader)
  }
}

/** Listens for changes until the page goes; EventSource reconnects by itself. */
export function listen() {
  const source = new EventSource(paths.events)
  const refreshAll = () => {
    for (const entry of entries.values()) if (entry.readers.size > 0) void entry.refresh()
  }
  source.onopen = () => {
    setLost(false)
    refreshAll()
  }
  source.onerror = () => setLost(true)
  source.onmessage = (message: MessageEvent<string>) => {
    const event = hostEventSchema.parse(JSON.parse(message.data))
    if (event.kind === 'world') return refreshAll()
    for (const entry of entries.values()) if (entry.readers.size > 0 && entry.stale(event)) void entry.refresh()
  }
}

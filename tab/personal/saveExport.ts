// Fetches everything that is the caller's to see and saves it as a file; nothing leaves the browser.
import { exportJson, exportMarkdown } from '#shared/history/export.ts'
import { call } from '#tab/api.ts'

const WRITTEN = {
  md: { write: exportMarkdown, type: 'text/markdown;charset=utf-8' },
  json: { write: exportJson, type: 'application/json' },
} as const

/** Throws ApiError with a sentence when the server does not give it. */
export async function saveExport(ending: keyof typeof WRITTEN): Promise<void> {
  const all = await call('export')
  const { write, type } = WRITTEN[ending]
  const url = URL.createObjectURL(new Blob([write(all)], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = `growth-${all.me.today}.${ending}`
  link.click()
  // Some browsers read the address only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

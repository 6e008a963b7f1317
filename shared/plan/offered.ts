// Skills and experiences that are offered where a focus area is named; whatever else one types is as good.

/** So many at once: a short list is read, a long one is not. */
const MOST = 5

/** What the agreed plans named before, newest first, each once. `since` is the day of the discussion that agreed on it. */
export function offeredFrom(promised: readonly { area: string; since: string }[]): string[] {
  const titles = promised.toSorted((a, b) => (a.since < b.since ? 1 : -1)).map(({ area }) => area.trim())
  return titles.filter((title, index) => title !== '' && titles.findIndex((one) => isSame(one, title)) === index)
}

/** Those that go on from what is typed, without `taken`: what the plan names already, and what is there as it is offered. */
export function offersFor(typed: string, offered: readonly string[], taken: readonly string[]): string[] {
  const wanted = typed.trim().toLowerCase()
  return offered
    .filter((title) => !taken.some((one) => isSame(one, title)))
    .filter((title) => title.toLowerCase().includes(wanted) && !isSame(title, typed))
    .slice(0, MOST)
}

const isSame = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

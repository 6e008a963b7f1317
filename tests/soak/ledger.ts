// What the clients said they wrote and what was acknowledged to them: the record that outlives both sides of a kill.

export type Ledger = ReturnType<typeof newLedger>
type Page = { written: number; kept: Set<string>; highestWritten: number; highestKept: number }

export function newLedger() {
  const pages = new Map<string, Page>()
  const totals = {
    written: 0,
    acknowledged: 0,
    byKind: {} as Record<string, number>,
    refused: [] as string[],
    unanswered: 0,
  }

  function page(name: string): Page {
    const there = pages.get(name) ?? { written: 0, kept: new Set(), highestWritten: 0, highestKept: 0 }
    pages.set(name, there)
    return there
  }
  return {
    totals,
    page,
    /** One line of the clients; false when it is none of the ledger's. */
    hear(line: string): boolean {
      const [verb, name = '', what = ''] = line.split(' ')
      const of = () => page(name)
      if (verb === 'wrote') {
        of().written += 1
        totals.written += 1
        if (Number(what) > of().highestWritten) of().highestWritten = Number(what)
      } else if (verb === 'kept') {
        of().kept.add(what)
        totals.acknowledged += 1
        const [kind = ''] = name.split('/')
        totals.byKind[kind] = (totals.byKind[kind] ?? 0) + 1
        if (Number(what) > of().highestKept) of().highestKept = Number(what)
      } else if (verb === 'refused' && what === 'unanswered') totals.unanswered += 1
      else if (verb === 'refused') totals.refused.push(`${name} ${what}`)
      else return false
      return true
    },
    /** What was acknowledged under this name and is not among `there`. */
    missing(name: string, there: readonly string[]): string[] {
      const found = new Set(there)
      return [...page(name).kept].filter((what) => !found.has(what))
    },
    /**
     * Why a counter that now reads `seen` cannot be right; null when it can: nothing older than what was acknowledged,
     * nothing that nobody wrote. Written over, a loss would never show again, so this is asked after every kill.
     */
    wrongCounter(name: string, seen: number): string | null {
      const { highestKept, highestWritten } = page(name)
      if (seen >= highestKept && seen <= highestWritten) return null
      return `${name} reads ${seen}: ${highestKept} was acknowledged, ${highestWritten} was written last`
    },
  }
}

/** What is there more than once. */
export function doubled(all: readonly string[]): string[] {
  const seen = new Set<string>()
  return all.filter((one) => seen.size === seen.add(one).size)
}

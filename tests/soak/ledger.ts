// What the clients said they wrote and what was acknowledged to them: the record that outlives both sides of a kill.

export type Ledger = ReturnType<typeof newLedger>
type Page = { written: Set<string>; kept: Set<string>; highestWritten: number; highestKept: number }

export function newLedger() {
  const pages = new Map<string, Page>()
  const totals = {
    written: 0,
    acknowledged: 0,
    byKind: {} as Record<string, number>,
    refused: [] as string[],
    unanswered: 0,
    /** Counters that read wrong to whoever came back after a kill, in words. */
    wrong: [] as string[],
  }

  function page(name: string): Page {
    const there = pages.get(name) ?? {
      written: new Set<string>(),
      kept: new Set<string>(),
      highestWritten: 0,
      highestKept: 0,
    }
    pages.set(name, there)
    return there
  }
  /**
   * Why a counter that now reads `seen` cannot be right; null when it can: nothing older than what was acknowledged,
   * nothing that nobody wrote. Written over, a loss would never show again, so this is asked after every kill.
   */
  function wrongCounter(name: string, seen: number): string | null {
    const { highestKept, highestWritten } = page(name)
    if (seen >= highestKept && seen <= highestWritten) return null
    return `${name} reads ${seen}: ${highestKept} was acknowledged, ${highestWritten} was written last`
  }

  return {
    totals,
    page,
    /** One line of the clients; false when it is none of the ledger's. */
    hear(line: string): boolean {
      const [verb, name = '', what = ''] = line.split(' ')
      const of = () => page(name)
      if (verb === 'wrote') {
        of().written.add(what)
        totals.written += 1
        if (Number(what) > of().highestWritten) of().highestWritten = Number(what)
      } else if (verb === 'kept') {
        of().kept.add(what)
        totals.acknowledged += 1
        const [kind = ''] = name.split('/')
        totals.byKind[kind] = (totals.byKind[kind] ?? 0) + 1
        if (Number(what) > of().highestKept) of().highestKept = Number(what)
      } else if (verb === 'reads') {
        const why = wrongCounter(name, Number(what))
        if (why) totals.wrong.push(why)
      } else if (verb === 'refused' && what === 'unanswered') totals.unanswered += 1
      else if (verb === 'refused') totals.refused.push(`${name} ${what}`)
      else return false
      return true
    },
    /**
     * What was acknowledged under this name and is not so: things that are not among `there`, unless somebody began to
     * remove them, and with their minus things that were removed and are.
     */
    missing(name: string, there: readonly string[]): string[] {
      const found = new Set(there)
      const { kept, written } = page(name)
      return [...kept].filter((what) =>
        what.startsWith('-') ? found.has(what.slice(1)) : !found.has(what) && !written.has(`-${what}`),
      )
    },
    wrongCounter,
  }
}

/** What is there more than once. */
export function doubled(all: readonly string[]): string[] {
  const seen = new Set<string>()
  return all.filter((one) => seen.size === seen.add(one).size)
}

// Side by side: several ways of doing a thing in turn, many rounds, medians; what counts is their ratio in one run.

export type Way = { name: string; once: (n: number) => unknown }
export type Medians = Record<string, number>

/** Median time of one go of each way, µs, over `rounds` blocks of `goes` each, the ways taking turns in changing order. */
export async function interleaved(ways: Way[], rounds: number, goes: number): Promise<Medians> {
  const times = new Map<string, number[]>(ways.map(({ name }) => [name, []]))
  let n = 0
  for (let round = -1; round < rounds; round += 1) {
    const order = round % 2 === 0 ? ways : [...ways].reverse()
    for (const { name, once } of order) {
      const start = performance.now()
      for (let go = 0; go < goes; go += 1) await once(n++)
      // The first round warms up.
      if (round >= 0) times.get(name)?.push(((performance.now() - start) / goes) * 1000)
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)]))
}

export function median(all: number[]): number {
  const sorted = [...all].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export const ratio = (a: number | undefined, b: number | undefined): number =>
  Math.round(((a ?? Number.NaN) / (b ?? Number.NaN)) * 100) / 100

/** One line of the report on stderr: what, the figure, and what it is to be. */
export function report(what: string, figure: number, most: number, unit = '×'): void {
  const good = figure <= most ? 'good' : 'MISSED'
  console.error(`${what.padEnd(64)} ${String(figure).padStart(8)}${unit}   at most ${most}${unit}   ${good}`)
}

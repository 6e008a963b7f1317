// Whether a plan holds everything that its typists were told is saved, and nothing that nobody wrote.
import type { Plan } from '#shared/plan/plan.ts'
import { doubled, type Ledger } from './ledger.ts'
import { HANDS, movesIn, pageOf, rowsIn, wordsIn } from './typist.ts'

/** In words: what was acknowledged and is not so, and what else cannot be. Both empty when all is well. */
export function judgePlan(ledger: Ledger, employee: string, plan: Plan): { lost: string[]; wrong: string[] } {
  const lost: string[] = []
  const wrong: string[] = []
  const pages: [name: string, there: string[]][] = [
    [pageOf('plan', employee), rowsIn(plan)],
    ...HANDS.map((hand): [string, string[]] => [pageOf('text', employee, hand), wordsIn(plan, hand)]),
  ]
  for (const [name, there] of pages) {
    const { written } = ledger.page(name)
    lost.push(...ledger.missing(name, there).map((what) => `${name} has no ${what}`))
    wrong.push(...doubled(there).map((what) => `${name} has ${what} twice`))
    wrong.push(...there.filter((what) => !written.has(what)).map((what) => `${name} has ${what}, which nobody wrote`))
  }
  for (const hand of HANDS) {
    const why = ledger.wrongCounter(pageOf('moves', employee, hand), movesIn(plan, hand))
    if (why) lost.push(why)
  }
  return { lost, wrong }
}

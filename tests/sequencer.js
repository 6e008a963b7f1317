// Which test files go first: those that wait for browsers, clocks and many processes, so that the end of the run is not one of them alone.
import Sequencer from '@jest/test-sequencer'

/** The longest first; whatever is not named comes after these, largest file first. */
const FIRST = [
  'browser/looks',
  'browser/together',
  'flows/year',
  'browser/saved',
  'flows/storyOnCosmos',
  'flows/privacy',
  'cli/cosmos',
  'server/kills',
  'flows/conversion',
  'server/twoInstances',
  'browser/editing',
  'flows/delivery',
  'cli/',
  'browser/',
  'flows/',
  'server/',
  'contract/',
]
const placeOf = (path) => {
  const place = FIRST.findIndex((one) => path.includes(`/tests/${one}`))
  return place < 0 ? FIRST.length : place
}

export default class extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((a, b) => placeOf(a.path) - placeOf(b.path))
  }
}

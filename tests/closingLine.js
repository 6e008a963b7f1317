// Prints the one plain closing line that CI counts, after everything else that Jest has to say.

/** A suite that could not run is one failure. A skipped test is one too, unless a name was asked for with -t. */
export default class ClosingLine {
  constructor(config) {
    this.partOnly = Boolean(config.testNamePattern)
  }

  onRunComplete(_contexts, results) {
    const skipped = this.partOnly ? 0 : results.numPendingTests + results.numTodoTests
    this.skipped = skipped > 0
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + skipped
    process.once('exit', () => process.stdout.write(`${results.numPassedTests} passed, ${failed} failed\n`))
  }

  /** Makes Jest's exit code say the same. */
  getLastError() {
    return this.skipped ? new Error('A skipped test is a failed one.') : undefined
  }
}

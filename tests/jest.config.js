// How Jest runs: native ES modules, TypeScript through swc, one closing line for CI.
/** @type {import('jest').Config} */
export default {
  rootDir: '..',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/.cache', '<rootDir>/.data'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript', tsx: false }, target: 'es2024' },
        module: { type: 'es6' },
      },
    ],
  },
  globalSetup: '<rootDir>/tests/setup.js',
  reporters: ['default', '<rootDir>/tests/closingLine.js'],
  testTimeout: 60_000,
  maxWorkers: 3,
  testSequencer: '<rootDir>/tests/sequencer.js',
  verbose: true,
}

/** @type {import('jest').Config} */
module.exports = {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  // nock looks at the globals of a test file after its end; Jest would warn at every file.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  // The estate tests start real processes; two at a time is what a small machine bears.
  maxWorkers: 2,
  // Jest leaves an AsyncLocalStorage behind for each test file, and on Node 20 every promise pays for every one of them: after a hundred files the
  // simulation takes nine times as long. So a worker that has grown is replaced.
  workerIdleMemoryLimit: '300MB',
  // A ceiling, for machines that have other work to do; nothing waits for time.
  testTimeout: 60_000,
  testSequencer: '<rootDir>/test/order-of-files.cjs',
  transform: {
    '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.jest.json', diagnostics: false }],
  },
  moduleNameMapper: {
    '^@eservices-lb/([^/]+)$': '<rootDir>/packages/$1/src/index.ts',
    '^@eservices-lb/([^/]+)/(wire|rules|testing|metrics|express|lca)$': '<rootDir>/packages/$1/src/$2/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};

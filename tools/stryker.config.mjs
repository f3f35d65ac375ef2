// Mutation testing of the SDK's core; docs/mutation.md says how to run it and how to read it. Working directory: the root.
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  plugins: [here('node_modules/@stryker-mutator/jest-runner/dist/src/index.js'), here('mutation/sentences.mjs')],
  ignorers: ['sentences-of-rules'],
  mutate: ['packages/sdk/src/core/**/*.ts'],
  testRunner: 'jest',
  jest: { configFile: 'tools/mutation/jest.config.cjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  // What runs once, when a module is loaded, would need a process for each mutant.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 10_000,
  timeoutFactor: 3,
  dryRunTimeoutMinutes: 20,
  maxTestRunnerReuse: 2_000,
  disableTypeChecks: false,
  ignorePatterns: [
    ...[
      'docs',
      'bench',
      'examples',
      'scripts',
      'tools/output',
      'packages/samples',
      'packages/servers',
      'packages/*/dist',
    ],
    ...[
      'packages/sdk/esm',
      '**/*.tsbuildinfo',
      'test/output',
      'test/scenarios',
      'test/browser',
      'test/servers',
      'test/tour',
    ],
  ],
  tempDirName: 'tools/output/sandbox',
  incremental: true,
  incrementalFile: 'tools/output/incremental.json',
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, allowEmojis: false },
  htmlReporter: { fileName: 'tools/output/mutation.html' },
  jsonReporter: { fileName: 'tools/output/mutation.json' },
  thresholds: { high: 95, low: 85, break: 85 },
};

// What Stryker runs against each mutant: every test of the core, in one file, so that the SDK is loaded once a mutant.
const { join } = require('node:path');
const { moduleNameMapper, transform, testEnvironmentOptions } = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  rootDir: join(__dirname, '../..'),
  roots: [__dirname],
  testMatch: ['**/every-test.cjs'],
  testEnvironment: join(__dirname, 'until-the-first-failure.cjs'),
  testEnvironmentOptions,
  testTimeout: 20_000,
  watchman: false,
  haste: { forceNodeFilesystemAPI: true },
  moduleFileExtensions: ['ts', 'js', 'cjs', 'mjs', 'json', 'node'],
  transform,
  moduleNameMapper: {
    '^(zod|fast-check|axios|undici|lru-cache)$': join(__dirname, 'outside/$1.cjs'),
    ...moduleNameMapper,
  },
};

import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const notInTime = [
  { object: 'Date', property: 'now', message: 'Take a Clock; only time/ reads the machine’s.' },
  { object: 'performance', property: 'now', message: 'Take a Clock; only time/ reads the machine’s.' },
  { object: 'Math', property: 'random', message: 'Take a Random; only time/ rolls dice.' },
  {
    object: 'AbortSignal',
    property: 'any',
    message: 'It leaves something at a long-lived signal for good (Node 20): call abortWith of time/.',
  },
];
const noTimers = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: 'Take a Clock and call clock.after(); only time/ sets timers.',
}));

const syntaxRules = [
  { selector: 'ExportAllDeclaration', message: 'List what is exported, by name.' },
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
];

/** Imports point at the core: `edge → source → core`, and the core knows no I/O. */
const sdk = './packages/sdk/src';
const zones = [
  {
    target: `${sdk}/core`,
    from: [`${sdk}/edge`, `${sdk}/source`, `${sdk}/testing`],
    message: 'The core knows no edge and no source.',
  },
  { target: `${sdk}/source`, from: [`${sdk}/edge`], message: 'A source knows no edge.' },
  {
    target: `${sdk}/wire`,
    from: [`${sdk}/core`, `${sdk}/edge`, `${sdk}/source`],
    message: 'The wire types stand alone.',
  },
  { target: `${sdk}/time`, from: [`${sdk}/core`, `${sdk}/edge`, `${sdk}/source`], message: 'Time stands alone.' },
  {
    target: sdk,
    from: ['./packages/mock-scs', './packages/servers', './packages/samples'],
    message: 'The SDK knows none of the others.',
  },
  {
    target: './packages/mock-scs/src',
    from: ['./packages/servers', './packages/samples'],
    message: 'Nobody imports what is started.',
  },
  { target: './packages/servers/src', from: ['./packages/samples'], message: 'Nobody imports what is started.' },
  { target: './packages/samples/src', from: ['./packages/servers'], message: 'Nobody imports what is started.' },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      'packages/sdk/esm/**',
      'docs/api/**',
      '**/node_modules/**',
      'coverage/**',
      '.eservices-lb/**',
      'tools/output/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      globals: globals.node,
      parserOptions: {
        // The first that has a file counts, and globs come last: so each package's files are seen with its own settings and declarations.
        project: ['./packages/*/tsconfig.json', './{test,bench}/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          noWarnOnMultipleProjects: true,
          project: ['packages/*/tsconfig.json', 'test/tsconfig.json', 'bench/tsconfig.json'],
        }),
      ],
    },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-self-import': 'error',
      'import-x/no-extraneous-dependencies': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      'no-restricted-syntax': ['error', ...syntaxRules],
      'no-restricted-properties': ['error', ...notInTime],
      'no-restricted-globals': ['error', ...noTimers],
      'no-console': 'error',
      'max-params': ['error', { max: 4 }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: [`${sdk.slice(2)}/core/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: ['axios', 'express', 'ws', 'eventsource-parser'],
          patterns: [{ group: ['node:*', '!node:crypto'], message: 'The core does no I/O.' }],
        },
      ],
    },
  },
  {
    files: ['packages/*/src/time/**/*.ts'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-globals': 'off' },
  },
  {
    // A benchmark is a command: it reads the machine's clock and prints.
    files: ['bench/**/*.ts'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-globals': 'off', 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    languageOptions: { globals: globals.jest },
    rules: {
      'import-x/no-extraneous-dependencies': 'off',
      'no-restricted-properties': ['error', ...notInTime.filter(({ object }) => object !== 'AbortSignal')],
      // Jest's asymmetric matchers are typed any.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['packages/*/public/**/*.js'],
    languageOptions: { globals: globals.browser, sourceType: 'module' },
  },
  { files: ['**/*.mjs', 'examples/**/*.js'], languageOptions: { globals: globals.node } },
  {
    files: ['tools/**/*.cjs'],
    languageOptions: { globals: { ...globals.node, ...globals.jest }, sourceType: 'commonjs' },
  },
  { files: ['*.js', 'packages/*/bin/*.js'], languageOptions: { globals: globals.node, sourceType: 'commonjs' } },
);

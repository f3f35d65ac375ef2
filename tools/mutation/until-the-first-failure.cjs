const { createRequire } = require('node:module');
const { join } = require('node:path');

// Jest is installed at the root, and brings its environment along.
const fromRoot = createRequire(join(process.cwd(), 'package.json'));
const fromJest = createRequire(createRequire(fromRoot.resolve('jest')).resolve('@jest/core'));
const { TestEnvironment } = createRequire(fromJest.resolve('jest-config'))('jest-environment-node');

/** Where one failing test kills the mutant; those after it would tell nothing new. Shows the test file which tests are wanted. */
module.exports = class UntilTheFirstFailure extends TestEnvironment {
  #hasFailed = false;

  constructor(config, context) {
    super(config, context);
    this.global.wantedTests = config.globalConfig.testNamePattern;
    // Loaded once, not once a mutant.
    this.global.loadedOutside = (name, by = '.') => createRequire(join(process.cwd(), by, 'package.json'))(name);
  }

  handleTestEvent(event) {
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') this.#hasFailed = true;
    if (event.name === 'test_start' && this.#hasFailed) event.test.mode = 'skip';
  }
};

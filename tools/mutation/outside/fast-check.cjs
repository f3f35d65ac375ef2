const fastCheck = globalThis.loadedOutside('fast-check');

/** A property meets few cases, as it is played against each mutant anew; one counter-example kills it, and nobody reads the smallest. */
const assert = (property, { numRuns = 100, ...parameters } = {}) =>
  fastCheck.assert(property, { ...parameters, numRuns: Math.min(numRuns, 25), endOnFailure: true });

module.exports = { ...fastCheck, __esModule: true, assert, default: { ...fastCheck.default, assert } };

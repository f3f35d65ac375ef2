const { default: Sequencer } = require('@jest/test-sequencer');

/** They only calculate: they want a young worker, and bear the soak that goes on beside the first tests in CI. */
const calculating = ['faults/simulated', 'simulation', 'fuzz', 'sdk'];
/** With a browser, or many short commands, they keep both cores busy. */
const busy = ['documentation', 'browser'];
/** They start processes, and wait for them much of the time. */
const waiting = ['faults', 'abuse', 'scenarios', 'mock-scs', 'servers'];

const isIn =
  (directory) =>
  ({ path }) =>
    path.includes(`/test/${directory}/`);

/** The order of test files: no worker is left alone with a long one at the end, and two busy ones seldom meet. */
module.exports = class OrderOfFiles extends Sequencer {
  sort(tests) {
    let left = super.sort(tests);
    const take = (directories) =>
      directories.flatMap((directory) => {
        const taken = left.filter(isIn(directory));
        left = left.filter((test) => !taken.includes(test));
        return taken;
      });
    return [...take(calculating), ...inTurns(take(busy), take(waiting)), ...left];
  }
};

function inTurns(some, others) {
  const longer = Math.max(some.length, others.length);
  return Array.from({ length: longer }, (_, index) => [some[index], others[index]])
    .flat()
    .filter((test) => test !== undefined);
}

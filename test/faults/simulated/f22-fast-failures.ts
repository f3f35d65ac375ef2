import { contenders } from '../../simulation/contenders.js';
import { runScenario } from '../../simulation/run-scenario.js';
import type { Exchange } from '../../simulation/run-scenario.js';
import { scenarios } from '../../simulation/scenarios.js';
import type { Scenario } from '../../simulation/scenarios.js';
import type { Fault } from '../fault.js';
import { drawsOf } from './draws-of.js';
import type { Draws } from './draws-of.js';

const played = ['fast_400s_then_revert', 'short_outage_on_one_node', 'fast_503s_then_revert', 'live_reloading'];
const adaptive = contenders.find(({ title }) => title === 'adaptive')!;
const leastPercent = 90;
/** The longest of the scenarios has 45,000; the shares do not depend on the rate. */
const mostRequests = 6_000;

export const fastFailures: Fault = {
  row: 'F22',
  kind: 'simulated',
  fault: 'one instance fails faster than the others succeed (4xx, 5xx)',
  condition: `at least ${leastPercent} % of all requests succeed, in each of four scenarios of dialogue, with one web node or ten`,
  play(seed) {
    const draws = drawsOf(seed);
    const scenario = varied(
      scenarios.find(({ name }) => name === played[seed % played.length])!,
      draws,
    );
    const history = runScenario(scenario, adaptive, seed);
    const successPercent = percentOf(history);
    if (successPercent < leastPercent)
      throw new Error(`Of ${scenario.name}, ${successPercent.toFixed(1)} % of the requests succeed.`);
    return Promise.resolve({ [`% that succeed in ${scenario.name}`]: successPercent });
  },
};

/** Other web nodes, another order of the servers, and no more requests than a test has time for, over the same time. */
function varied(scenario: Scenario, draws: Draws): Scenario {
  const slower = Math.max(1, scenario.requests / mostRequests);
  return {
    ...scenario,
    servers: draws.shuffled(scenario.servers),
    clients: draws.integer(1, scenario.clients),
    requests: Math.floor(scenario.requests / slower),
    requestsPerSecond: scenario.requestsPerSecond / slower,
  };
}

const percentOf = (history: readonly Exchange[]): number =>
  (100 * history.filter(({ status }) => status === 200).length) / history.length;

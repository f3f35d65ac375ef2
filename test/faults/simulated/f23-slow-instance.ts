import { contenders } from '../../simulation/contenders.js';
import type { Contender } from '../../simulation/contenders.js';
import { runScenario } from '../../simulation/run-scenario.js';
import type { Scenario } from '../../simulation/scenarios.js';
import type { ServerPlan } from '../../simulation/simulated-server.js';
import type { Fault } from '../fault.js';
import { drawsOf } from './draws-of.js';
import type { Draws } from './draws-of.js';

const titled = (title: string): Contender => contenders.find((contender) => contender.title === title)!;
const requests = 1_500;
const mostOfRule = 1.2;
/** Whoever does not look at what is in flight is beyond this. */
const mostOfRoundRobin = 0.8;

export const slowInstance: Fault = {
  row: 'F23',
  kind: 'simulated',
  fault: 'one instance becomes ten times slower',
  condition: `the mean answer takes at most ${mostOfRule} times as long as under the in-flight rule, and ${mostOfRoundRobin} times as under round robin`,
  play(seed) {
    const scenario = aSlowdown(drawsOf(seed));
    const meanOf = (title: string): number => meanMs(scenario, titled(title), seed);
    const [mean, rule] = [meanOf('adaptive'), meanOf('two choices, in flight only')];
    const roundRobin = meanOf('round robin');
    if (!(mean <= mostOfRule * rule && mean <= mostOfRoundRobin * roundRobin))
      throw new Error(
        `The mean is ${mean.toFixed(1)} ms, ${rule.toFixed(1)} under the in-flight rule, ${roundRobin.toFixed(1)} in rotation.`,
      );
    return Promise.resolve({
      'mean ms': mean,
      'of the in-flight rule': mean / rule,
      'of round robin': mean / roundRobin,
    });
  },
};

function aSlowdown(draws: Draws): Scenario {
  const ms = draws.integer(20, 100);
  const slowFromMs = draws.integer(0, 2 * ms);
  const sound = { status: () => 200, responseMs: () => ms };
  const slow = { status: () => 200, responseMs: () => 10 * ms };
  const others = Array.from({ length: draws.integer(1, 4) }, (_, index): ServerPlan => ({
    name: `sound ${index}`,
    phases: [sound],
  }));
  const clients = draws.integer(1, 3);
  const inFlight = clients * (others.length + 1) * draws.integer(2, 6);
  return {
    name: 'slowdown',
    story: 'one becomes ten times slower',
    servers: draws.shuffled([...others, { name: 'slow', phases: [{ ...sound, untilMs: slowFromMs }, slow] }]),
    ...{ requests, requestsPerSecond: (inFlight * 1_000) / ms, clients, abortAfterMs: 600_000 },
  };
}

function meanMs(scenario: Scenario, contender: Contender, seed: number): number {
  const history = runScenario(scenario, contender, seed);
  return history.reduce((sum, { sentAtMs, answeredAtMs = Infinity }) => sum + answeredAtMs - sentAtMs, 0) / requests;
}

import { contenders } from './contenders.js';
import type { Contender } from './contenders.js';
import { runScenario } from './run-scenario.js';
import type { Scenario } from './scenarios.js';

/** What came of a scenario, as the mean over its runs. */
export interface Figures {
  /** Of the requests sent, those answered 200; 0 to 100. */
  readonly successPercent: number;
  /** From request to answer, over those that had one. */
  readonly meanSeconds: number;
}

const seeds = [1, 2];

/** By the title of the contender. */
export const measureAll = (scenario: Scenario): ReadonlyMap<string, Figures> =>
  new Map(contenders.map((contender) => [contender.title, measure(scenario, contender)]));

export function measure(scenario: Scenario, contender: Contender): Figures {
  const runs = seeds.map((seed) => {
    const history = runScenario(scenario, contender, seed);
    let [succeeded, answered, totalMs] = [0, 0, 0];
    for (const { status, sentAtMs, answeredAtMs } of history) {
      if (status === 200) succeeded += 1;
      if (answeredAtMs === undefined) continue;
      answered += 1;
      totalMs += answeredAtMs - sentAtMs;
    }
    return { successPercent: (100 * succeeded) / history.length, meanSeconds: totalMs / answered / 1_000 };
  });
  return {
    successPercent: mean(runs.map(({ successPercent }) => successPercent)),
    meanSeconds: mean(runs.map(({ meanSeconds }) => meanSeconds)),
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

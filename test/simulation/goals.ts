import type { Figures } from './measure.js';

/** What `adaptive` must reach in a scenario (requirements N3, R38). */
export interface Goal {
  readonly scenario: string;
  readonly words: string;
  readonly isMet: (figures: Figures) => boolean;
}

const atLeast = (scenario: string, percent: number): Goal => ({
  scenario,
  words: `at least ${percent} %`,
  isMet: ({ successPercent }) => successPercent >= percent,
});

const meanBelow = (scenario: string, seconds: number): Goal => ({
  scenario,
  words: `mean below ${seconds.toFixed(2)} s`,
  isMet: ({ meanSeconds }) => meanSeconds < seconds,
});

export const goals: readonly Goal[] = [
  meanBelow('simplest_possible_case', 0.8),
  meanBelow('drastic_slowdown', 0.3),
  atLeast('black_hole', 91),
  atLeast('fast_400s_then_revert', 91),
  atLeast('fast_503s_then_revert', 99),
  atLeast('slow_503s_then_revert', 98),
  atLeast('short_outage_on_one_node', 99),
  atLeast('live_reloading', 92),
];

import { excessOnFullest } from './balls-into-bins.js';
import { contenders } from './contenders.js';
import { goals } from './goals.js';
import { measureAll } from './measure.js';
import type { Figures } from './measure.js';
import { recoveries } from './recovery.js';
import type { Recovery } from './recovery.js';
import { scenarios } from './scenarios.js';
import type { Scenario } from './scenarios.js';
import { faultSection } from './fault-report.js';
import type { PlayedRow } from './fault-report.js';
import { table } from './table.js';

/** A row of the scenario tables; the figures are by the title of the contender. */
export interface Row {
  readonly scenario: Scenario;
  readonly figures: ReadonlyMap<string, Figures>;
}

export interface Behaviour {
  readonly rows: readonly Row[];
  readonly recoveries: readonly Recovery[];
}

export const measureBehaviour = (): Behaviour => ({
  rows: scenarios.map((scenario) => ({ scenario, figures: measureAll(scenario) })),
  recoveries: recoveries(),
});

/** The whole of docs/behaviour.md. */
export function report({ rows, recoveries: recovered }: Behaviour, faults: readonly PlayedRow[]): string {
  return [
    introduction,
    '## Requests that succeed, %\n',
    scenarioTable(rows, ({ successPercent }) => successPercent.toFixed(1)),
    '## Mean time to the answer, s\n',
    scenarioTable(rows, ({ meanSeconds }) => meanSeconds.toFixed(3)),
    '## The scenarios\n',
    rows.map(({ scenario: { name, story } }) => `- \`${name}\`: ${story}.`).join('\n') + '\n',
    '## Back in use after an outage\n',
    recoveryText,
    recoveryTable(recovered),
    '## Balls into bins\n',
    ballsText,
    ballsTable(),
    faultSection(faults),
  ].join('\n');
}

const introduction = `# How it behaves

<!-- Written by npm run simulate; a test compares it with a fresh run. -->

The policies and the failure memory of the SDK, run on virtual time in the scenarios of [palantir/dialogue](https://github.com/palantir/dialogue)
(\`simulation/\`, \`SimulationTest.java\`), with the servers, times and rates given there, and no second attempt for any request. Every figure is the mean of
two seeds, and the same on every machine. When a change of the code changes the behaviour, \`npm run simulate\` writes this file anew, and its difference is
what to review.

Round robin and random choice know nothing of the instances. Two choices by requests in flight avoids slow servers and is drawn to those that fail fast. \`adaptive\`, the
default, adds the memory of failures: score = requests in flight + 10 for each failure + 0.1 for each 4xx, fading over 30 s.
`;

const recoveryText = `One of three servers (50 ms) fails every request for 20 s; one client, \`adaptive\`. How many requests that costs, when the server is tried again after
the outage has ended, and its part of a fair share from 30 s after the end on.
`;

const ballsText = `Picks that never end, over equal instances: how many more lie on the fullest instance than on the average one.
`;

function scenarioTable(behaviour: readonly Row[], cell: (figures: Figures) => string): string {
  const head = ['scenario', ...contenders.map(({ title }) => title), 'goal for adaptive'];
  const rows = behaviour.map(({ scenario: { name }, figures }) => {
    const goal = goals.find((each) => each.scenario === name);
    const of = figures.get('adaptive');
    const verdict = goal && of ? `${goal.words}: ${goal.isMet(of) ? 'met' : 'missed'}` : '';
    return [name, ...contenders.map(({ title }) => format(figures.get(title), cell)), verdict];
  });
  return table(head, rows);
}

const format = (figures: Figures | undefined, cell: (figures: Figures) => string): string =>
  figures === undefined ? '' : cell(figures);

function recoveryTable(recovered: readonly Recovery[]): string {
  const head = ['requests/s', 'lost, of those sent during the outage', 'first request after, s', 'share later, %'];
  const rows = recovered.map(({ requestsPerSecond, lost, sentDuringOutage, returnSeconds, sharePercent }) => [
    ...[`${requestsPerSecond}`, `${lost} of ${sentDuringOutage}`],
    ...[returnSeconds.toFixed(1), sharePercent.toFixed(0)],
  ]);
  return table(head, rows);
}

function ballsTable(): string {
  const sizes = [
    { instances: 65_536, picks: 65_536 },
    { instances: 10, picks: 10_000 },
    { instances: 1_000, picks: 20_000 },
  ];
  const head = ['instances', 'picks', ...contenders.map(({ title }) => title)];
  const rows = sizes.map(({ instances, picks }) => [
    ...[`${instances}`, `${picks}`],
    ...contenders.map((contender) => excessOnFullest(contender, instances, picks).toFixed(0)),
  ]);
  return table(head, rows);
}

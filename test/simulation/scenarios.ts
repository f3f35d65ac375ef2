import type { Phase, ServerPlan } from './simulated-server.js';

export interface Scenario {
  readonly name: string;
  /** What happens, for whoever reads the report. */
  readonly story: string;
  readonly servers: readonly ServerPlan[];
  readonly requestsPerSecond: number;
  readonly requests: number;
  /** Web nodes that share the load, each with a picker and a failure memory of its own. */
  readonly clients: number;
  /** Kinds of request, drawn at random. */
  readonly endpoints?: number;
  /** Whoever has no answer by then gets none, ms. */
  readonly abortAfterMs: number;
}

const seconds = 1_000;
const minutes = 60 * seconds;
const day = 24 * 60 * minutes;

const always = (status: number) => (): number => status;
const flaky =
  (rate: number): Phase['status'] =>
  ({ random }) =>
    random() <= rate ? 500 : 200;
const untilCapacity =
  (errorStatus: number, capacity: number): Phase['status'] =>
  ({ active }) =>
    active > capacity ? errorStatus : 200;

const fixed = (ms: number) => (): number => ms;
/** Twice the best time at capacity, five times beyond. */
const linear =
  (bestMs: number, capacity: number): Phase['responseMs'] =>
  ({ active }) =>
    active > capacity ? 5 * bestMs : bestMs + (bestMs * active) / capacity;

const phase = (status: Phase['status'], responseMs: Phase['responseMs'], untilMs?: number): Phase =>
  untilMs === undefined ? { status, responseMs } : { status, responseMs, untilMs };

const server = (name: string, ...phases: readonly Phase[]): ServerPlan => ({ name, phases });

const breaking = (endpointThatBreaks: number): readonly Phase[] => [
  phase(always(200), fixed(600), 3 * seconds),
  phase(({ endpoint }) => (endpoint === endpointThatBreaks ? 500 : 200), fixed(600)),
];

/**
 * The scenarios of palantir/dialogue (SimulationTest.java at 6291a1d), with its servers, times and rates. Left out are its three about rate
 * limits, which test its queueing, not its choice of a server.
 */
export const scenarios: readonly Scenario[] = [
  {
    name: 'simplest_possible_case',
    story: 'three sound servers of 600, 800 and 1,000 ms',
    servers: [
      server('fast', phase(always(200), fixed(600))),
      server('medium', phase(always(200), fixed(800))),
      server('slightly_slow', phase(always(200), fixed(1_000))),
    ],
    ...{ requestsPerSecond: 11, requests: 11 * 20 * 60, clients: 10, abortAfterMs: 60 * minutes },
  },
  {
    name: 'slowdown_and_error_thresholds',
    story:
      'three servers of 600, 800 and 1,000 ms, slower from 30 requests at a time and failing from 40; ten times too much load',
    servers: [600, 800, 1_000].map((ms) => server(`${ms}ms`, phase(untilCapacity(500, 40), linear(ms, 30)))),
    ...{ requestsPerSecond: 500, requests: 500 * 20, clients: 10, abortAfterMs: 10 * minutes },
  },
  {
    name: 'slow_503s_then_revert',
    story: 'one of two servers answers 503 after 1 s or more, from the 3rd to the 10th second',
    servers: [
      server('fast', phase(always(200), linear(60, 60))),
      server(
        'slow_failures_then_revert',
        phase(always(200), linear(60, 60), 3 * seconds),
        phase(always(503), linear(1 * seconds, 60), 10 * seconds),
        phase(always(200), linear(60, 60)),
      ),
    ],
    ...{ requestsPerSecond: 200, requests: 200 * 15, clients: 10, abortAfterMs: 10 * minutes },
  },
  {
    name: 'fast_503s_then_revert',
    story: 'one of two servers answers 503 at once, from the 3rd to the 60th second of 90',
    servers: [
      server('normal', phase(always(200), fixed(120))),
      server(
        'fast_503s_then_revert',
        phase(always(200), fixed(120), 3 * seconds),
        phase(always(503), fixed(0.000_01), 1 * minutes),
        phase(always(200), fixed(120)),
      ),
    ],
    ...{ requestsPerSecond: 500, requests: 500 * 90, clients: 10, abortAfterMs: 10 * minutes },
  },
  {
    name: 'fast_400s_then_revert',
    story: 'one of two servers answers 400 in a sixth of the usual time, from the 3rd to the 30th second of 60',
    servers: [
      server('normal', phase(always(200), fixed(120))),
      server(
        'fast_400s_then_revert',
        phase(always(200), fixed(120), 3 * seconds),
        phase(always(400), fixed(20), 30 * seconds),
        phase(always(200), fixed(120)),
      ),
    ],
    ...{ requestsPerSecond: 100, requests: 100 * 60, clients: 10, abortAfterMs: 10 * minutes },
  },
  {
    name: 'short_outage_on_one_node',
    story: 'one of two servers answers 500 at once, from the 30th to the 50th second of 80',
    servers: [
      server('stable', phase(always(200), fixed(2 * seconds))),
      server(
        'has_short_outage',
        phase(always(200), fixed(2 * seconds), 30 * seconds),
        phase(always(500), fixed(0.000_01), 50 * seconds),
        phase(always(200), fixed(2 * seconds)),
      ),
    ],
    ...{ requestsPerSecond: 20, requests: 20 * 80, clients: 1, abortAfterMs: 3 * minutes },
  },
  {
    name: 'drastic_slowdown',
    story: 'one of two servers takes 10 s or more instead of 60 ms, from the 3rd to the 10th second of 20',
    servers: [
      server('fast', phase(always(200), linear(60, 60))),
      server(
        'fast_then_slow_then_fast',
        phase(always(200), linear(60, 60), 3 * seconds),
        phase(always(200), linear(10 * seconds, 60), 10 * seconds),
        phase(always(200), linear(60, 60)),
      ),
    ],
    ...{ requestsPerSecond: 200, requests: 200 * 20, clients: 10, abortAfterMs: 10 * minutes },
  },
  {
    name: 'all_nodes_500',
    story: 'both servers answer 500 for 10 of 20 s: nothing can help without a second attempt',
    servers: ['node1', 'node2'].map((name) =>
      server(name, phase(always(500), fixed(600), 10 * seconds), phase(always(200), fixed(600))),
    ),
    ...{ requestsPerSecond: 100, requests: 100 * 20, clients: 10, abortAfterMs: 10 * minutes },
  },
  {
    name: 'black_hole',
    story: 'one of two servers accepts and never answers, from the 3rd second of 10 on',
    servers: [
      server('node1', phase(always(200), fixed(600))),
      server('node2_black_hole', phase(always(200), fixed(600), 3 * seconds), phase(always(200), fixed(day))),
    ],
    ...{ requestsPerSecond: 200, requests: 200 * 10, clients: 10, abortAfterMs: 30 * seconds },
  },
  {
    name: 'one_endpoint_dies_on_each_server',
    story: 'from the 3rd second on, each of two servers fails one of two kinds of request',
    servers: [server('server_where_e1_breaks', ...breaking(0)), server('server_where_e2_breaks', ...breaking(1))],
    ...{ requestsPerSecond: 250, requests: 250 * 10, clients: 10, endpoints: 2, abortAfterMs: 10 * minutes },
  },
  {
    name: 'live_reloading',
    story: 'one of two servers always answers 500; a third, sound, is added after 5 of 10 s',
    servers: [
      server('always_on', phase(always(200), linear(600, 60))),
      server('always_broken', phase(always(500), linear(600, 60))),
      { ...server('added_halfway', phase(always(200), linear(600, 60))), fromMs: 5 * seconds },
    ],
    ...{ requestsPerSecond: 250, requests: 250 * 10, clients: 10, abortAfterMs: 10 * minutes },
  },
  {
    name: 'uncommon_flakes',
    story: 'two servers answer at once, and one answer in a hundred is a 500',
    servers: ['fast0', 'fast1'].map((name) => server(name, phase(flaky(0.01), fixed(0.001)))),
    ...{ requestsPerSecond: 1_000, requests: 1_000 * 10, clients: 10, abortAfterMs: 10 * seconds },
  },
  {
    name: 'one_big_spike',
    story: '1,000 requests within 33 ms at two servers that take 100 each and refuse the rest with 429',
    servers: ['node1', 'node2'].map((name) => server(name, phase(untilCapacity(429, 100), fixed(150)))),
    ...{ requestsPerSecond: 30_000, requests: 1_000, clients: 1, abortAfterMs: 10 * seconds },
  },
];

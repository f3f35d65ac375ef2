import { contenders } from './contenders.js';
import { runScenario } from './run-scenario.js';
import type { Scenario } from './scenarios.js';
import type { Phase } from './simulated-server.js';

/** How an instance that failed every request for 20 s comes back into use (F19). */
export interface Recovery {
  readonly requestsPerSecond: number;
  /** Requests lost during the outage; round robin loses a third. */
  readonly lost: number;
  readonly sentDuringOutage: number;
  /** Seconds from the end of the outage to the first request the instance has again. */
  readonly returnSeconds: number;
  /** Of its fair share, what it has from the 30th to the 60th second after the end of the outage. */
  readonly sharePercent: number;
}

const [outageFromMs, outageUntilMs, endMs] = [30_000, 50_000, 110_000];
const sound: Phase = { status: () => 200, responseMs: () => 50 };
const broken: Phase = { status: () => 500, responseMs: () => 5, untilMs: outageUntilMs };
const failing = 1;

const scenario = (requestsPerSecond: number): Scenario => ({
  name: 'recovery',
  story: 'one of three servers fails everything for 20 s',
  servers: [
    { name: 'one', phases: [sound] },
    { name: 'failing', phases: [{ ...sound, untilMs: outageFromMs }, broken, sound] },
    { name: 'three', phases: [sound] },
  ],
  ...{ requestsPerSecond, requests: (requestsPerSecond * endMs) / 1_000, clients: 1, abortAfterMs: 2 * endMs },
});

export const recoveries = (): readonly Recovery[] => [1, 10, 100, 1_000].map(recoveryAt);

function recoveryAt(requestsPerSecond: number): Recovery {
  const adaptive = contenders.find(({ title }) => title === 'adaptive')!;
  const history = runScenario(scenario(requestsPerSecond), adaptive, 1);
  const onFailing = history.filter(({ server }) => server === failing);
  const first = onFailing.find(({ sentAtMs }) => sentAtMs >= outageUntilMs);
  const late = (sentAtMs: number): boolean => sentAtMs >= outageUntilMs + 30_000;
  return {
    requestsPerSecond,
    lost: onFailing.filter(({ status }) => status === 500).length,
    sentDuringOutage: history.filter(({ sentAtMs }) => sentAtMs >= outageFromMs && sentAtMs < outageUntilMs).length,
    returnSeconds: ((first?.sentAtMs ?? Infinity) - outageUntilMs) / 1_000,
    sharePercent:
      (300 * onFailing.filter(({ sentAtMs }) => late(sentAtMs)).length) /
      history.filter(({ sentAtMs }) => late(sentAtMs)).length,
  };
}

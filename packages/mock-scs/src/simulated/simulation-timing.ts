import type { Application } from '@eservices-lb/sdk/wire';

/** How long a simulated application takes for things, ms. */
export interface SimulationTiming {
  /** From the start to `running`. */
  readonly startMs: number;
  /** From the stop to `stopped`. */
  readonly stopMs: number;
  /** How long it finishes its work when it is suspended or stopped gracefully. */
  readonly drainMs: number;
}

const usual = { 'start-ms': 100, 'stop-ms': 100, 'drain-ms': 1000 } as const;

/** What the annex of the application says in its section `simulation` (`start-ms`, `stop-ms`, `drain-ms`), or the usual times. */
export function simulationTiming({ annex }: Pick<Application, 'annex'>): SimulationTiming {
  const section = annex.simulation ?? {};
  const timeOf = (key: keyof typeof usual): number => {
    const given = Number(section[key] ?? NaN);
    return Number.isFinite(given) && given >= 0 ? given : usual[key];
  };
  return { startMs: timeOf('start-ms'), stopMs: timeOf('stop-ms'), drainMs: timeOf('drain-ms') };
}

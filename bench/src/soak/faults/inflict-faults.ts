import { systemClock } from '@eservices-lb/sdk';
import type { Clock } from '@eservices-lb/sdk';
import { seededRandom } from '@eservices-lb/sdk/testing';
import type { SoakEstate } from '../soak-estate.js';
import type { LoggedFault } from './fault-log.js';
import type { SoakFault } from './soak-fault.js';
import { soakFaults } from './soak-faults.js';

const usualEveryMs = 10_000;

export interface InflictOptions {
  readonly estate: SoakEstate;
  readonly seed: number;
  /** @defaultValue the machine's */
  readonly clock?: Clock;
  /** Of this clock, ms. */
  readonly from: number;
  readonly until: number;
  readonly faults?: readonly SoakFault[];
  /** From the beginning of one to the beginning of the next, if everybody is back by then. @defaultValue 10000 */
  readonly everyMs?: number;
  /** Told-to-ask-agains so far. */
  readonly interruptions: () => number;
  readonly onFault: (fault: LoggedFault) => void;
}

/** A fault every ten seconds, each when the one before is over and everybody is back. The order is drawn by the seed; none comes again before all have been. */
export async function inflictFaults(options: InflictOptions): Promise<readonly LoggedFault[]> {
  const { estate, seed, clock = systemClock, from, until, interruptions, onFault } = options;
  const { faults = soakFaults, everyMs = usualEveryMs } = options;
  const random = seededRandom(seed);
  const log: LoggedFault[] = [];
  let drawn: SoakFault[] = [];
  for (let next = from + everyMs; next < until - everyMs; next = Math.max(next + everyMs, clock.now())) {
    await untilThen(next, clock);
    const over = (next - from) / (until - from);
    drawn = drawn.filter(({ share = 1 }) => share > over);
    if (drawn.length === 0) drawn = shuffled(faults, random).filter(({ share = 1 }) => share > over);
    const fault = drawn.pop();
    if (fault === undefined) return log;
    const before = interruptions();
    const { effect, isBack } = await struck(fault, estate, random);
    const logged = {
      ...{ at: Math.round((next - from) / 1_000), kind: fault.kind, effect, isBack },
      ...{ tookMs: Math.round(clock.now() - next), interrupted: interruptions() - before },
    };
    log.push(logged);
    onFault(logged);
  }
  return log;
}

const untilThen = (at: number, clock: Clock): Promise<void> =>
  new Promise((resolve) => clock.after(at - clock.now(), resolve, { keepAlive: true }));

async function struck(
  fault: SoakFault,
  estate: SoakEstate,
  random: () => number,
): Promise<Pick<LoggedFault, 'effect' | 'isBack'>> {
  try {
    const effect = await fault.strike(estate, random);
    await estate.allBack();
    return { effect, isBack: true };
  } catch (error) {
    return { effect: error instanceof Error ? error.message : String(error), isBack: false };
  }
}

/** Drawn from the end. Those that have only a share of the run come early, or they would not come at all in a short one. */
function shuffled(all: readonly SoakFault[], random: () => number): SoakFault[] {
  return all
    .map((each) => ({ each, lot: random() * (each.share ?? 1) ** 2 }))
    .sort((a, b) => b.lot - a.lot)
    .map(({ each }) => each);
}

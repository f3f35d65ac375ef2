import { InvalidOptionError } from '../../errors/invalid-option-error.js';
import type { Candidates, SelectionPolicy } from './selection-policy.js';

export interface SlowStartOptions {
  /** For how long an instance that was seen to start gets less than its share, ms. */
  readonly windowMs: number;
  /** 1 lets the share grow evenly; more lets it grow fast at first, less than 1 slowly at first. @defaultValue 1 */
  readonly aggression?: number;
}

const smallestFactor = 0.1;
const mostPicks = 8;

/**
 * Another policy, with less for an instance that has just been started: max(10 %, (elapsed / window) ^ (1 / aggression)) of its share. What
 * ran already when it was first seen has its whole share, and when all are starting the other policy decides alone. An instance picked too
 * early is passed over for the policy's next pick, at most seven times; so it has no effect on `rendezvous`, which picks the same again.
 * @throws InvalidOptionError
 */
export function slowStart(policy: SelectionPolicy, { windowMs, aggression = 1 }: SlowStartOptions): SelectionPolicy {
  checkPositive('windowMs', windowMs, 'a positive number of ms');
  checkPositive('aggression', aggression, 'a positive number');
  const factorAt = (elapsedMs: number): number => Math.max(smallestFactor, (elapsedMs / windowMs) ** (1 / aggression));
  return {
    name: `slowStart(${policy.name})`,
    createPicker(environment) {
      const { random, runningForMs } = environment;
      const picker = policy.createPicker(environment);
      const isSteady = (dbid: number): boolean => runningForMs(dbid) >= windowMs;
      return {
        pick(candidates, pool, key) {
          let picked = picker.pick(candidates, pool, key);
          if (isSteady(picked.dbid) || !isAny(candidates, isSteady)) return picked;
          for (let picks = 1; picks < mostPicks; picks += 1) {
            const elapsedMs = runningForMs(picked.dbid);
            if (elapsedMs >= windowMs || random() < factorAt(elapsedMs)) return picked;
            picked = picker.pick(candidates, pool, key);
          }
          return picked;
        },
      };
    },
  };
}

function isAny(candidates: Candidates, holds: (dbid: number) => boolean): boolean {
  for (const { dbid } of candidates) if (holds(dbid)) return true;
  return false;
}

function checkPositive(option: string, value: unknown, expected: string): void {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return;
  throw new InvalidOptionError(`slowStart.${option}`, expected, value);
}

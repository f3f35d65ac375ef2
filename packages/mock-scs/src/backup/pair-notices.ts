import type { NewNotice } from '../control/world.js';
import type { PairStep } from './pair-state.js';
import type { WarmPair } from './warm-pair.js';
import { otherMember } from './warm-pair.js';

/** What operators are told of a step of a pair. */
export function noticesOf(pair: WarmPair, step: PairStep, wallClockOf: (at: number) => number): readonly NewNotice[] {
  const objects = [pair.primary, pair.backup].map(({ name }) => ({ kind: 'application' as const, name }));
  return [...failures(pair, step), ...changes(pair, step, wallClockOf), ...hindrances(pair, step)].map((notice) => ({
    ...notice,
    objects,
  }));
}

function* failures(pair: WarmPair, { failed }: PairStep): Iterable<NewNotice> {
  if (failed === undefined) return;
  const { from, to, why } = failed;
  const message = `"${pair[to].name}" should take the role of "${pair[from].name}", but: ${why}`;
  yield { level: 'error', code: 'NO_SWITCHOVER', rule: 'BK-4', message };
}

function* changes(pair: WarmPair, { change }: PairStep, wallClockOf: (at: number) => number): Iterable<NewNotice> {
  if (change === undefined) return;
  const { from, to, why, tookMs, waitedMs, flapping } = change;
  const waited = waitedMs > 0 ? `, ${seconds(waitedMs)} of it to see whether it comes back` : '';
  const message = `"${pair[to].name}" is primary in place of "${pair[from].name}", which ${why}; that took ${seconds(tookMs)}${waited}`;
  yield { level: 'warning', code: 'SWITCHOVER', rule: 'BK-5', message };
  if (flapping === undefined) return;
  const times = flapping.map((at) => new Date(wallClockOf(at)).toISOString()).join(', ');
  const again = `"${pair.primary.name}" and "${pair.backup.name}" changed roles ${flapping.length} times within 10 s (${times}): look at why neither of them stays well`;
  yield { level: 'error', code: 'FLAPPING', rule: 'BK-5', message: again };
}

function* hindrances(pair: WarmPair, { hindered, state: { serving = 'primary' } }: PairStep): Iterable<NewNotice> {
  if (hindered === undefined) return;
  const { rule, by, why } = hindered;
  const message = `"${pair[serving].name}" ${why}, but "${pair[otherMember(serving)].name}" does not take its role: ${by}`;
  yield { level: 'error', code: 'NO_SWITCHOVER', rule, message };
}

/** To the millisecond, without digits that say nothing. */
const seconds = (ms: number): string => `${Math.round(ms) / 1000} s`;

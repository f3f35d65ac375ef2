import type { LoadOutcome, SoakReport } from '../../bench/src/soak/soak-report.js';
import { verdictsOf } from '../../bench/src/soak/verdicts.js';

const megabyte = 1024 * 1024;
const outcome: LoadOutcome = {
  ...{ requests: 100, interrupted: 3, failed: 0, failures: {}, acknowledged: 90, missing: 0, doubled: 0, oddities: [] },
  ...{ worstWait: { ms: 1_200, operation: 'send' }, p99: 12 },
};
const growth = {
  ...{ application: 'WebAPIServer_1', pid: 1, minutes: 50, isSettled: true, heapBytes: 40 * megabyte },
  ...{ heapPerMinute: 1_000, rssBytes: 90 * megabyte, rssPerMinute: 1_000 },
};
const fault = { at: 10, kind: 'web node killed', effect: 'WebAPIServer_1', isBack: true, tookMs: 900, interrupted: 1 };
const good: SoakReport = {
  ...{ seed: 1, minutes: 60, visitors: 200, chats: outcome, forms: outcome, pages: outcome, faults: [fault] },
  ...{ eventStreams: 3, memory: [growth], descriptors: [{ application: 'FrontDoor', before: 20, after: 22 }] },
  ...{ notRunning: [], endedUnasked: [], orphans: [] },
};
const missed = (difference: Partial<SoakReport>): readonly string[] =>
  verdictsOf({ ...good, ...difference })
    .filter(({ isMet }) => !isMet)
    .map(({ goal }) => goal);

describe('the verdicts of a soak', () => {
  it('are all met where nothing is amiss', () => {
    expect(missed({})).toEqual([]);
  });

  it.each<[string, Partial<SoakReport>, RegExp]>([
    ['a chat message is missing', { chats: { ...outcome, missing: 1 } }, /chat message/],
    ['a chat message is there twice', { chats: { ...outcome, doubled: 1 } }, /chat message/],
    ['no chat message was acknowledged at all', { chats: { ...outcome, acknowledged: 0 } }, /chat message/],
    ['an e-mail is missing', { forms: { ...outcome, missing: 1 } }, /e-mail/],
    ['a visitor sees an error', { pages: { ...outcome, failed: 1 } }, /error/],
    ['somebody is not back after a fault', { faults: [fault, { ...fault, isBack: false }] }, /back after/],
    ['there was no fault', { faults: [] }, /back after/],
    ['a process ends unasked', { endedUnasked: ['StatServer_1 (7)'] }, /unasked/],
    ['memory grows by 400 KB a minute', { memory: [{ ...growth, heapPerMinute: 0.43 * megabyte }] }, /memory/],
    ['no process lived long enough to be measured', { memory: [] }, /memory/],
    ['descriptors are left open', { descriptors: [{ application: 'F', before: 20, after: 33 }] }, /descriptors/],
    ['an application does not run at the end', { notRunning: ['FrontDoor'] }, /running at the end/],
    ['a process is left over', { orphans: ['FrontDoor (9)'] }, /left over/],
    [
      'somebody waited for half a minute',
      { chats: { ...outcome, worstWait: { ms: 31_000, operation: 'x' } } },
      /waits/,
    ],
    ['one in a hundred answers took long', { chats: { ...outcome, p99: 300 } }, /p99/],
  ])('say so where %s', (_what, difference, goal) => {
    expect(missed(difference)).toEqual([expect.stringMatching(goal)]);
  });

  it('make allowance for the chats that a Chat Server keeps, in short runs only', () => {
    const grown = { ...growth, application: 'ChatServer_1', minutes: 3, heapPerMinute: 10 * megabyte };
    const chats = { ...outcome, acknowledged: 50_000 };

    expect(missed({ minutes: 5, chats, memory: [{ ...grown, isSettled: false }] })).toEqual([]);
    expect(missed({ minutes: 5, chats, memory: [{ ...grown, isSettled: true }] })).toHaveLength(1);
  });

  it('do not judge the memory of those who keep what they are told', () => {
    expect(missed({ memory: [growth, { ...growth, application: 'DatabaseServer', heapPerMinute: 1e9 }] })).toEqual([]);
  });
});

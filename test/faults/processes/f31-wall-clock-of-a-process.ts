import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@eservices-lb/sdk';
import { eventually } from '../../estate/eventually.js';
import type { Fault } from '../fault.js';
import { aSmallControlServer, chat, optionsFor } from './a-small-control-server.js';
import { startWebNode } from './start-web-node.js';
import type { WebNodeProcess } from './start-web-node.js';

const hourMs = 3_600_000;
const gracePeriodMs = 4_000;
const jumps = ['+1h', '-1h', '+0', ...Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? '+1h' : '-1h'))];

/** The library that gives a process a wall clock of its own (Debian's package `faketime`), where this machine has it. */
export function findFaketime(): string | undefined {
  const library = '/usr/lib';
  const folders = existsSync(library) ? ['', ...readdirSync(library)] : [];
  return folders
    .map((folder) => join(library, folder, 'faketime', 'libfaketime.so.1'))
    .find((candidate) => existsSync(candidate));
}

export const howToGetFaketime = 'needs libfaketime: apt-get install faketime';

export const wallClockOfAProcess: Fault = {
  row: 'F31',
  kind: 'processes',
  fault: 'the wall clock of the process jumps an hour forth and back, then twenty times in a row',
  condition:
    'no alias ends before its time or after it, no failure is forgotten, no stale, and a lost stream comes back',
  async play() {
    const library = findFaketime();
    if (library === undefined) throw new Error(`This ${howToGetFaketime}.`);
    const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-clock-'));
    const file = join(directory, 'offset');
    const jumpTo = (offset: string): void => writeFileSync(file, `${offset}\n`);
    await using scs = await aSmallControlServer([1, 2, 3].map((n) => ({ name: `chat-${n}`, port: 9100 + n })));
    try {
      jumpTo('+0');
      await using web = await startWebNode(optionsFor(scs, { gracePeriodMs, silenceLimitMs: 2_000 }), {
        env: {
          ...process.env,
          ...{ LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1' },
          // Of the monotonic clock there is nothing to be faked: it never jumps.
          ...{ FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' },
        },
      });
      await web.ask('ready');
      const failing = await web.ask('select', { ...chat, exclude: ['chat-2', 'chat-3'] });
      const leaving = await web.ask('select', { ...chat, exclude: ['chat-1', 'chat-3'] });
      await web.ask('report', failing, 'failure');
      await eventually('a live view', async () => ((await web.ask('health')).source === 'live' ? true : undefined));
      await web.ask('sources');
      const connected = scs.world.object('application', 'web');
      const connections = connected.connections.filter(({ application }) => application !== 'chat-2');
      scs.world.put('application', { ...connected, connections });
      const leftAt = systemClock.now();

      const offsets = await jumpAbout(web, jumpTo, async () => {
        if (systemClock.now() - leftAt > gracePeriodMs - 500) return;
        const state = await web.outcome('resolve', leaving.alias, chat);
        if (systemClock.now() - leftAt < gracePeriodMs) expect(state).toMatchObject({ state: 'draining' });
      });
      expect(Math.max(...offsets) - Math.min(...offsets)).toBeGreaterThan(1.9 * hourMs);
      expect(new Set(await web.ask('selectMany', chat, 6))).toEqual(new Set(['chat-3']));
      expect(await web.ask('sources')).toEqual(['live']);
      await eventually('the end of the alias', async () =>
        (await web.outcome('resolve', leaving.alias, chat)) === 'INSTANCE_GONE' ? true : undefined,
      );
      const endedAfterMs = systemClock.now() - leftAt;
      expect(endedAfterMs).toBeGreaterThan(gracePeriodMs);

      scs.faults.begin('cut-streams', { durationMs: 1 }, 'test');
      jumpTo('-1h');
      const { counts } = await eventually('the stream again', async () => {
        const health = await web.ask('health');
        return health.counts.losses === 1 && health.source === 'live' ? health : undefined;
      });
      return { jumps: offsets.length, 'ms until the alias ended': endedAfterMs, losses: counts.losses };
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

/** How far from this process's wall clock the other one was, after each jump. */
async function jumpAbout(
  web: WebNodeProcess,
  jumpTo: (offset: string) => void,
  check: () => Promise<void>,
): Promise<readonly number[]> {
  const offsets: number[] = [];
  for (const jump of jumps) {
    jumpTo(jump);
    offsets.push((await web.ask('wallClock')) - systemClock.wallClock());
    await check();
  }
  return offsets;
}

import { systemClock } from '@eservices-lb/sdk';
import type { MockScs } from '@eservices-lb/mock-scs';
import { seededRandom } from '@eservices-lb/sdk/testing';
import type { Fault } from '../fault.js';
import { isLong } from '../is-long.js';
import { aSmallControlServer, optionsFor } from './a-small-control-server.js';
import { ForkedProcess } from './forked-process.js';

const updatesPerSecond = 1_000;
const stormMs = isLong ? 20_000 : 3_000;
const chatServers = Array.from({ length: 100 }, (_, index) => ({ name: `chat-${index + 1}`, port: 9101 + index }));
/** The figure that counts, 50 µs, is for machines that have nothing else to do; this only says that nobody waits for something. */
const longestPickMs = 10;

interface Storm {
  readonly picks: number;
  readonly checked: number;
  readonly wrong: readonly string[];
  readonly revision: number;
  readonly source: string;
  /** Microseconds. */
  readonly p50: number;
  readonly p99: number;
}

export const pickStorm: Fault = {
  row: 'F40',
  kind: 'processes',
  fault: `fifty callers pick all the while, during ${updatesPerSecond} updates a second`,
  condition: `each pick sees one whole snapshot, no candidate is missing, and a pick takes less than ${longestPickMs} ms (p99)`,
  async play(seed) {
    await using scs = await aSmallControlServer(chatServers, { heartbeatMs: 1_000 });
    const options = { ...optionsFor(scs), random: undefined, silenceLimitMs: 30_000 };
    await using child = new ForkedProcess('pick-storm.mjs', [JSON.stringify(options)]);
    await child.message();
    await update(scs, seed);
    const { picks, checked, wrong, source, p50, p99 } = await stormOf(child);
    expect(wrong).toEqual([]);
    expect(source).toBe('live');
    expect(checked).toBeGreaterThan(10);
    expect(p99).toBeLessThan(longestPickMs * 1_000);
    return { picks, 'picks compared whole': checked, 'µs a pick, p50': p50, 'µs a pick, p99': p99 };
  },
};

/** At least one runs at any moment. */
async function update(scs: MockScs, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const from = systemClock.now();
  const changing = chatServers.slice(1);
  for (let updates = 0; updates < (stormMs * updatesPerSecond) / 1_000;) {
    for (const due = ((systemClock.now() - from) * updatesPerSecond) / 1_000; updates < due; updates += 1) {
      const { name } = changing[Math.floor(random() * changing.length)]!;
      const isRunning = scs.world.status(name).status === 'running';
      scs.world.report(name, isRunning ? 'service-unavailable' : 'running');
    }
    await new Promise<void>((resolve) => {
      systemClock.after(1, resolve, { keepAlive: true });
    });
  }
}

async function stormOf(child: ForkedProcess): Promise<Storm> {
  const answer = child.message();
  child.send('tell');
  return (await answer) as Storm;
}

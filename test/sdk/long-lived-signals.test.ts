import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { getEventListeners } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileSource } from '@eservices-lb/sdk';
import type { DirectoryEvent, DirectorySource } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { fileReadings } from '../../packages/sdk/src/edge/file-readings.js';
import { openStreamOverHttp } from '../../packages/sdk/src/edge/open-stream-over-http.js';
import { httpProbe } from '../../packages/sdk/src/edge/probes.js';
import { scsConnection } from '../../packages/sdk/src/edge/scs-connection.js';
import { resolveScsSourceOptions } from '../../packages/sdk/src/edge/scs-source-options.js';
import { merge } from '../../packages/sdk/src/source/merge.js';
import { Prober } from '../../packages/sdk/src/source/prober.js';
import { pass } from './scripted-events.js';

const times = 20;
const nowhere = { host: '127.0.0.1', port: 1, secure: false, url: 'nowhere:' };

/** What a signal keeps: listeners, and what Node has registered there for `AbortSignal.any`. */
function registeredAt(signal: AbortSignal): number {
  const dependents = Object.getOwnPropertySymbols(signal)
    .filter(({ description }) => description === 'kDependantSignals')
    .map((symbol) => Reflect.get(signal, symbol) as ReadonlySet<unknown> | null);
  return getEventListeners(signal, 'abort').length + dependents.reduce((sum, set) => sum + (set?.size ?? 0), 0);
}

describe('a signal that lives as long as the process', () => {
  let living: AbortController;
  let clock: ManualClock;
  let directory: string;
  let file: string;

  beforeEach(() => {
    living = new AbortController();
    clock = new ManualClock();
    directory = mkdtempSync(join(tmpdir(), 'eservices-lb-signals-'));
    file = join(directory, 'estate.yaml');
    writeFileSync(file, 'tenants: [{ dbid: 1, name: Environment }]\n');
  });
  afterEach(() => {
    living.abort();
    rmSync(directory, { recursive: true, force: true });
  });

  const repeat = async (act: () => Promise<unknown>): Promise<void> => {
    for (let count = 0; count < times; count += 1) await act();
  };

  async function firstOf(source: DirectorySource): Promise<DirectoryEvent | undefined> {
    for await (const event of source.events(living.signal, clock)) return event;
    return undefined;
  }

  it('shows in this test what Node itself would keep', () => {
    AbortSignal.any([living.signal, new AbortController().signal]);

    expect(registeredAt(living.signal)).toBe(1);
  });

  it('keeps nothing of connections to the control server that failed (R8)', async () => {
    const options = resolveScsSourceOptions({ urls: ['http://127.0.0.1:1'], clock });

    const connection = { url: 'nowhere:', position: { version: undefined }, open: openStreamOverHttp };
    await repeat(async () => {
      const events = scsConnection(options, { ...connection, signal: living.signal });
      await expect(events.next()).rejects.toThrow('nowhere:');
    });

    expect(registeredAt(living.signal)).toBe(0);
  });

  it('keeps nothing of probes and of applications that are no longer probed (R8)', async () => {
    let probes = 0;
    const probe = (): Promise<boolean> => {
      probes += 1;
      return Promise.resolve(true);
    };
    const rhythm = { intervalMs: 1, timeoutMs: 100, rise: 1, fall: 1 };
    const prober = new Prober({
      ...{ ...rhythm, probe, clock, random: () => 0.5, signal: living.signal, onVerdict: () => undefined },
    });

    await repeat(async () => {
      const watching = prober.watch(new Map([['A', nowhere]]));
      await pass(clock, 200, 50);
      await watching;
      await prober.watch(new Map());
    });
    await setImmediate();

    expect(probes).toBeGreaterThan(times);
    expect(registeredAt(living.signal)).toBe(0);
  });

  it('keeps nothing of HTTP probes (R8)', async () => {
    const probe = httpProbe('/');

    await repeat(() => probe(nowhere, living.signal).catch(() => false));

    expect(registeredAt(living.signal)).toBe(0);
  });

  it('keeps one registration of a file that is looked at again and again, and none afterwards (R8)', async () => {
    const readings = fileReadings(file, clock, living.signal);
    await readings.next();
    const next = readings.next();

    await repeat(async () => {
      while (clock.pending === 0) await setImmediate();
      clock.advance(6_000);
    });
    while (clock.pending === 0) await setImmediate();

    expect(registeredAt(living.signal)).toBe(1);
    living.abort();
    await next;
    expect(registeredAt(living.signal)).toBe(0);
  });

  it.each([
    ['a merged source', () => merge(fileSource(file), fileSource(file))],
    ['a file source', () => fileSource(file)],
  ])('keeps nothing of %s that was read and left (R8)', async (_what, sourceOf) => {
    const source = sourceOf();

    await repeat(() => firstOf(source));

    expect(registeredAt(living.signal)).toBe(0);
  });
});

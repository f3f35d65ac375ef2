import { setImmediate } from 'node:timers/promises';
import type { DirectoryEvent } from '@eservices-lb/sdk';
import { aChatServer, anEstate, aSnapshot, status } from '../../sdk/an-estate.js';
import type { Fault } from '../fault.js';
import { drawsOf } from './draws-of.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const eventCount = 40;

/** What a listener can do wrong, by whether it is a failure to be counted. */
const behaviours: Readonly<Record<string, { readonly act: () => unknown; readonly fails: boolean }>> = {
  'throws an error': { act: () => raise(new Error('broken')), fails: true },
  'throws what cannot be shown': { act: () => raise(Object.create(null)), fails: true },
  'throws nothing': { act: () => raise(undefined), fails: true },
  rejects: { act: () => Promise.reject(new Error('broken')), fails: true },
  'never resolves': { act: () => new Promise(() => undefined), fails: false },
  returns: { act: () => 'anything', fails: false },
};

export const failingListeners: Fault = {
  row: 'F44',
  kind: 'simulated',
  fault: 'listeners and onWarning throw, reject, or never resolve',
  condition: 'each failure is counted, the others are told everything, and the view is right',
  async play(seed) {
    const draws = drawsOf(seed);
    const servers = Array.from({ length: draws.integer(1, 8) }, (_, index) => aChatServer(index + 1));
    const onWarning = behaviours[draws.oneOf(Object.keys(behaviours))]!.act;
    await using estate = await anEstate(aSnapshot(servers), { random: draws.random, onWarning });
    const { loadBalancer, source } = estate;
    const told: number[] = [];
    const failures = new FailureCount();
    const subscribe = (): (() => void) => {
      const { act, fails } = behaviours[draws.oneOf(Object.keys(behaviours))]!;
      return loadBalancer.subscribe(() => {
        if (fails) failures.count += 1;
        return act() as undefined;
      });
    };
    const undoings = Array.from({ length: draws.integer(1, 4) }, subscribe);
    loadBalancer.subscribe(({ revision }) => told.push(revision));
    undoings.push(subscribe());

    const running = new Set(servers.map(({ name }) => name));
    for (let revision = 2; revision < 2 + eventCount; revision += 1) {
      const { name } = draws.oneOf(servers);
      const isRunning = draws.isTrue(0.5);
      if (isRunning) running.add(name);
      else running.delete(name);
      const change = { epoch: 1, revision, ...status(name, isRunning ? 'running' : 'stopped') };
      source.say({ type: 'status', change } satisfies DirectoryEvent);
      if (draws.isTrue(0.1)) undoings.splice(draws.integer(0, undoings.length - 1), 1, subscribe())[0]!();
      if (draws.isTrue(0.3)) await setImmediate();
    }
    await setImmediate();
    await setImmediate();

    expect(told).toEqual(Array.from({ length: eventCount }, (_, index) => index + 2));
    expect(loadBalancer.health()).toMatchObject({ source: 'live', listenerFailures: failures.count });
    const selectable = loadBalancer.explain(chat).filter((report) => report.selectable);
    expect(selectable.map(({ application }) => application)).toEqual(
      servers.map(({ name }) => name).filter((name) => running.has(name)),
    );
    return { failures: failures.count };
  },
};

class FailureCount {
  count = 0;
}

function raise(thrown: unknown): never {
  throw thrown;
}

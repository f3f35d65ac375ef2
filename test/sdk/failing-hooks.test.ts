import { setImmediate } from 'node:timers/promises';
import { createLoadBalancer } from '@eservices-lb/sdk';
import type { DirectoryEvent, DirectorySource } from '@eservices-lb/sdk';
import { eventually } from '../estate/eventually.js';
import { onUnhandledRejection } from '../oracles/unhandled-rejections.js';
import { aChatServer, aliasKey, anEstate, aSnapshot, status } from './an-estate.js';

const chat = { tenant: 'Environment', type: 'ChatServer' };
const unreadable: readonly (readonly [string, unknown])[] = [
  ['an object without a prototype', Object.create(null)],
  ['an object that cannot be shown', { toString: () => ({}) }],
  ['an error whose message cannot be read', Object.defineProperty(new Error(), 'message', { get: () => fail() })],
];

const said = (revision: number, application: string): DirectoryEvent => ({
  type: 'status',
  change: { epoch: 1, revision, ...status(application, 'stopped') },
});

function fail(): never {
  throw new Error('there is no message');
}

describe('what the application hands in and what fails (F44)', () => {
  it.each(unreadable)(
    'a listener that throws %s is counted, and the view is followed as before',
    async (_what, thrown) => {
      await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]));
      estate.loadBalancer.subscribe(() => {
        throw thrown;
      });

      estate.source.say(said(2, 'ChatServer_1'));
      estate.source.say(said(3, 'ChatServer_2'));
      await setImmediate();

      expect(estate.loadBalancer.health()).toMatchObject({ source: 'live', revision: 3, listenerFailures: 2 });
      expect(estate.warnings).toHaveLength(2);
    },
  );

  it.each(unreadable)('a source that throws %s is a source lost, with a warning', async (_what, thrown) => {
    const warnings: string[] = [];
    const source: DirectorySource = {
      kind: 'live',
      async *events() {
        await setImmediate();
        yield { type: 'snapshot', snapshot: aSnapshot([aChatServer(1)]) };
        throw thrown;
      },
    };
    await using loadBalancer = createLoadBalancer({
      ...{ application: 'WebAPIServer_1', source, aliasKeys: [aliasKey] },
      onWarning: (warning) => warnings.push(warning),
    });
    await loadBalancer.ready();
    await eventually('the warning', () => warnings[0]);

    expect(loadBalancer.health().source).toBe('stale');
    expect(loadBalancer.select(chat).application).toBe('ChatServer_1');
  });

  it('an onWarning that throws does not keep a load balancer without alias keys from being made', async () => {
    await using loadBalancer = createLoadBalancer({
      ...{ application: 'WebAPIServer_1', source: { kind: 'live', events: () => nothing() }, onWarning: fail },
    });

    expect(loadBalancer.health().source).toBe('stale');
  });

  it('an onWarning that rejects is nobody else’s rejection', async () => {
    const rejections: string[] = [];
    const stop = onUnhandledRejection((reason) => rejections.push(reason));
    try {
      await using estate = await anEstate(aSnapshot([aChatServer(1)]), {
        onWarning: (): unknown => Promise.reject(new Error('the log is full')),
      });
      estate.loadBalancer.subscribe(fail);
      await estate.report('ChatServer_1', 'stopped');
      await setImmediate();
    } finally {
      stop();
    }

    expect(rejections).toEqual([]);
  });
});

async function* nothing(): AsyncGenerator<never> {
  // A source without a view.
}

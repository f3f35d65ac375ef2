import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { eventually } from '../estate/eventually.js';
import { aChatServer, anEstate, aSnapshot } from './an-estate.js';
import type { Estate } from './an-estate.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const chat = { tenant: 'Environment', type: 'ChatServer' };
const gracePeriodMs = 60_000;

/** Not held by any variable of the test. */
const keptService = ({ loadBalancer }: Estate): WeakRef<object> =>
  new WeakRef(loadBalancer.select({ ...chat, exclude: ['ChatServer_2'] }));

const forgotten = (kept: WeakRef<object>): Promise<true> =>
  eventually('the server to be forgotten', () => {
    collectGarbage();
    return kept.deref() === undefined || undefined;
  });

describe('what departed', () => {
  it('is forgotten at the end of the grace period, although nothing else changes in the configuration (F27)', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]), { gracePeriodMs });
    const kept = keptService(estate);
    await estate.remove(201);
    expect(estate.loadBalancer.select(chat).application).toBe('ChatServer_2');

    estate.clock.advance(gracePeriodMs + 1);

    await forgotten(kept);
    expect(estate.clock.pending).toBe(0);
  });

  it('is forgotten each in its own time', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2), aChatServer(3)]), { gracePeriodMs });
    const { loadBalancer, clock } = estate;
    const first = loadBalancer.select({ ...chat, exclude: ['ChatServer_2', 'ChatServer_3'] }).alias;
    const third = loadBalancer.select({ ...chat, exclude: ['ChatServer_1', 'ChatServer_2'] }).alias;
    await estate.remove(201);
    loadBalancer.select(chat);
    clock.advance(gracePeriodMs / 2);
    await estate.remove(203);
    loadBalancer.select(chat);

    clock.advance(gracePeriodMs / 2 + 1);

    expect(() => loadBalancer.resolve(first, chat)).toThrow(expect.objectContaining({ code: 'INSTANCE_GONE' }));
    expect(loadBalancer.resolve(third, chat)).toMatchObject({ application: 'ChatServer_3', state: 'draining' });
    expect(clock.pending).toBe(1);
    clock.advance(gracePeriodMs / 2 + 1);
    expect(clock.pending).toBe(0);
  });
});

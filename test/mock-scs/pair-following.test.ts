import { World } from '../../packages/mock-scs/src/control/world.js';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { follow } from '../../packages/mock-scs/src/pair/following.js';
import type { ReplicaStore } from '../../packages/mock-scs/src/pair/replica-store.js';
import { Replication } from '../../packages/mock-scs/src/pair/replication.js';
import { channelPair } from './in-memory-pair.js';
import { anEstateOf } from './small-estate.js';

const heartbeatMs = 3_000;

/** A disk that is as slow as the test wants. */
class SlowStore implements ReplicaStore {
  readonly changes: string[] = [];
  #commit: () => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;
  #committed = Promise.resolve();

  follow(): void {
    this.#keep('state');
  }

  followed({ name }: { readonly name: string }): void {
    this.#keep(name);
  }

  committed(): Promise<void> {
    return this.#committed;
  }

  commit(): void {
    this.#commit();
  }

  fail(): void {
    this.#fail(new Error('ENOSPC'));
  }

  #keep(change: string): void {
    this.changes.push(change);
    this.#committed = new Promise((resolve, reject) => {
      [this.#commit, this.#fail] = [resolve, reject];
    });
    this.#committed.catch(() => undefined);
  }
}

describe('a backup control server that follows', () => {
  let world: World;
  let store: SlowStore;
  let replication: Replication;
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  };

  beforeEach(async () => {
    world = new World({ configuration: anEstateOf({ name: 'chat' }), epoch: 1 });
    store = new SlowStore();
    const clock = new ManualClock();
    const [here, there] = channelPair(() => 1);
    replication = new Replication(here, {
      ...{ world, clock, heartbeatMs, tokens: { issued: [], onIssued: () => () => undefined } },
    });
    void follow(there, { tokens: { accept: () => undefined }, clock, heartbeatMs, store }, () => undefined);
    await settle();
  });
  afterEach(() => {
    replication.drop();
  });

  it('says that it has everything when that is on its own disk too, so that nothing is lost where both are killed', async () => {
    expect(store.changes).toEqual(['state']);
    expect(replication.isInStep).toBe(false);
    store.commit();
    await settle();
    expect(replication.isInStep).toBe(true);

    world.disable('application', 'chat');
    let hasArrived = false;
    void replication.arrived().then((is) => (hasArrived = is));
    await settle();
    expect(store.changes).toEqual(['state', 'configuration']);
    expect(hasArrived).toBe(false);

    store.commit();
    await settle();
    expect(hasArrived).toBe(true);
  });

  it('says so where its disk takes nothing too, for it can take over all the same', async () => {
    store.fail();
    await settle();

    expect(replication.isInStep).toBe(true);
  });
});

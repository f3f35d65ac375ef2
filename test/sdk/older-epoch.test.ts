import type { DirectoryEvent } from '@eservices-lb/sdk';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { OlderEpochError, refusingOlderEpochs } from '../../packages/sdk/src/source/older-epoch.js';
import type { NewestEpoch } from '../../packages/sdk/src/source/older-epoch.js';
import { aChatServer, aSnapshot } from './an-estate.js';

const ofEpoch = (epoch: number): DirectoryEvent => ({
  type: 'snapshot',
  snapshot: aSnapshot([aChatServer(1)], { epoch }),
});

describe('an older epoch', () => {
  const clock = new ManualClock();
  const newest: NewestEpoch = { epoch: undefined, refusingSince: undefined };
  /** One connection that says one thing. */
  const connection = async (event: DirectoryEvent): Promise<DirectoryEvent[]> => {
    const events = (async function* () {
      await Promise.resolve();
      yield event;
    })();
    const output: DirectoryEvent[] = [];
    for await (const passed of refusingOlderEpochs(events, newest, clock)) output.push(passed);
    return output;
  };

  it('is refused on every connection for 30 s, and then taken with a warning, for nothing newer lives (F45)', async () => {
    expect(await connection(ofEpoch(5))).toEqual([ofEpoch(5)]);
    await expect(connection(ofEpoch(3))).rejects.toThrow(OlderEpochError);
    clock.advance(29_999);
    await expect(connection(ofEpoch(3))).rejects.toThrow('it tells of epoch 3, and epoch 5 is known already');
    clock.advance(1);

    expect(await connection(ofEpoch(3))).toEqual([
      expect.objectContaining({ type: 'warning', about: 'older-epoch' }),
      ofEpoch(3),
    ]);
  });

  it('is waited for anew after a newer one has been told in between', async () => {
    await connection(ofEpoch(6));
    await expect(connection(ofEpoch(3))).rejects.toThrow(OlderEpochError);
    clock.advance(20_000);
    await connection(ofEpoch(6));
    clock.advance(20_000);

    await expect(connection(ofEpoch(3))).rejects.toThrow(OlderEpochError);
  });
});

import { InMemoryPair } from './in-memory-pair.js';
import type { Node } from './in-memory-pair.js';
import { anEstate } from './small-estate.js';

const configuration = anEstate({ applications: [{ name: 'chat', version: '0', simulated: true }] });

async function aPair(): Promise<InMemoryPair> {
  const pair = new InMemoryPair(configuration);
  await pair.start(0);
  await pair.start(1);
  await pair.settle();
  return pair;
}

const become = ({ world }: Node, version: string): void => {
  world.put('application', { ...world.object('application', 'chat'), version });
};
const versionAt = ({ world }: Node): string | undefined => world.object('application', 'chat').version;

describe('a backup control server', () => {
  it('does not take over with what it had before the primary went on without it', async () => {
    const pair = await aPair();
    const [first, second] = pair.nodes as [Node, Node];
    for (const channel of second.channels) channel.destroy();
    await pair.microtasks();
    become(first, '1');
    await first.durability.committed();

    pair.kill(0);
    await pair.settle();

    expect(second.pair.role).toBe('backup');
    const restarted = await pair.start(0);
    await pair.settle();
    expect(versionAt(restarted)).toBe('1');
    expect([restarted.pair.role, second.pair.isInStep]).toEqual(['primary', true]);
  });

  it('takes over where its connection was lost before the primary, but nothing was changed in between', async () => {
    const pair = await aPair();
    const [first, second] = pair.nodes as [Node, Node];
    become(first, '1');
    await first.durability.committed();
    for (const channel of second.channels) channel.destroy();
    await pair.microtasks();

    pair.kill(0);
    await pair.settle();

    expect([second.pair.role, versionAt(second)]).toEqual(['primary', '1']);
  });
});

describe('a primary control server', () => {
  it('is primary again when the one that it handed over to dies before it has begun', async () => {
    const pair = await aPair();
    const [first] = pair.nodes as [Node, Node];
    become(first, '1');

    const handedOver = first.pair.switchOver();
    while (first.pair.role === 'primary') await Promise.resolve();
    pair.kill(1);
    await handedOver;
    await pair.settle();

    expect([first.pair.role, versionAt(first)]).toEqual(['primary', '1']);
  });

  it('does not return with what it handed over when the other one has changed something since', async () => {
    const pair = await aPair();
    const [first, second] = pair.nodes as [Node, Node];
    await first.pair.switchOver();
    while (second.pair.role === 'backup') await Promise.resolve();
    for (const channel of first.channels) channel.destroy();
    become(second, '1');
    await second.durability.committed();

    pair.kill(1);
    await pair.settle();

    expect(first.pair.role).toBe('backup');
  });

  it('acknowledges nothing any more once it is closing', async () => {
    const pair = await aPair();
    const [first] = pair.nodes as [Node, Node];
    first.pair.close();
    expect(first.pair.isServing).toBe(false);
    become(first, '1');

    await expect(first.durability.committed()).rejects.toThrow('ask the other one');
  });
});

import { systemClock } from '@eservices-lb/sdk';
import { seededRandom } from '@eservices-lb/sdk/testing';
import { aLine } from './a-line.js';
import type { End } from './a-line.js';
import { bandwidth } from './bandwidth.js';
import { latency } from './latency.js';
import { limitData } from './limit-data.js';
import { reset } from './reset.js';
import { slicer } from './slicer.js';
import { slowClose } from './slow-close.js';
import { timeout } from './timeout.js';
import { down } from './down.js';

/** Timers may be early by a fraction of a millisecond. */
const early = 2;

const random = seededRandom(1);

/** Says it one way through a line that nothing is wrong with, so that everything is connected. */
async function said(from: End, to: End, text: string): Promise<void> {
  from.socket.write(text);
  await to.hears(text);
}

describe('the toxic “latency”', () => {
  it('lets everything arrive later, in order, and not the sum of it', async () => {
    await using line = await aLine();
    line.proxy.add(latency({ latencyMs: 300, jitterMs: 100, random }), { toward: 'client' });

    const begunAt = systemClock.now();
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      line.server.socket.write(text);
      await new Promise<void>((resolve) => systemClock.after(5, resolve, { keepAlive: true }));
    }
    await line.client.hears('abcdefgh');

    expect(line.client.pieces[0]!.at - begunAt).toBeGreaterThanOrEqual(200 - early);
    expect(line.client.pieces.at(-1)!.at - begunAt).toBeLessThan(8 * 200);
  });

  it('leaves the other direction alone', async () => {
    await using line = await aLine();
    line.proxy.add(latency({ latencyMs: 60_000, random }), { toward: 'client' });

    await said(line.client, line.server, 'at once');
  });
});

describe('the toxic “down”', () => {
  it('ends connections, refuses new ones, and takes them again on the same port when it is taken away', async () => {
    await using line = await aLine();

    const mend = line.proxy.add(down());
    await line.client.ends();
    await line.server.ends();
    await expect(line.another()).rejects.toThrow('ECONNREFUSED');

    await mend();
    const again = await line.another();
    await said(again.client, again.server, 'again');
  });
});

describe('the toxic “bandwidth”', () => {
  it('lets bytes trickle', async () => {
    await using line = await aLine();
    line.proxy.add(bandwidth({ bytesPerSecond: 1_000 }), { toward: 'client' });

    const begunAt = systemClock.now();
    line.server.socket.write('x'.repeat(400));
    await line.client.hears('x'.repeat(400));

    expect(systemClock.now() - begunAt).toBeGreaterThanOrEqual(400 - early);
    expect(line.client.pieces.length).toBeGreaterThan(1);
  });
});

describe('the toxic “slow close”', () => {
  it('tells the end late, and everything before it in time', async () => {
    await using line = await aLine();
    line.proxy.add(slowClose({ delayMs: 1_000 }));

    const begunAt = systemClock.now();
    line.server.socket.end('bye');
    await line.client.hears('bye');

    expect(await line.client.ends()).toBe('end');
    const { endedAt, pieces } = line.client;
    expect(endedAt - begunAt).toBeGreaterThanOrEqual(1_000 - early);
    expect(endedAt - (pieces.at(-1)?.at ?? endedAt)).toBeGreaterThan(300);
  });
});

describe('the toxic “timeout”', () => {
  it('lets nothing through, neither bytes nor the end, and nothing is lost where the connection outlives it', async () => {
    await using line = await aLine();
    const mend = line.proxy.add(timeout(), { toward: 'client' });

    line.server.socket.end('late');
    await said(line.client, line.server, 'ping');
    expect([line.client.text, line.client.ending]).toEqual(['', undefined]);

    await mend();
    await line.client.hears('late');
    expect(await line.client.ends()).toBe('end');
  });

  it('hides a reset', async () => {
    await using line = await aLine();
    const mend = line.proxy.add(timeout(), { toward: 'client' });
    const other = await line.another();

    other.client.socket.write('heard');
    line.server.socket.resetAndDestroy();
    await other.server.hears('heard');
    expect(line.client.ending).toBeUndefined();

    await mend();
    expect(await line.client.ends()).toBe('reset');
  });

  it('closes the connection after its time, where it has one', async () => {
    await using line = await aLine();
    const begunAt = systemClock.now();
    line.proxy.add(timeout({ afterMs: 200 }));

    line.server.socket.write('never');

    expect(await line.client.ends()).toBe('end');
    expect(line.client.endedAt - begunAt).toBeGreaterThanOrEqual(200 - early);
    expect(line.client.text).toBe('');
  });
});

describe('the toxic “reset”', () => {
  it('resets the connection on both sides', async () => {
    await using line = await aLine();
    await said(line.client, line.server, 'before');

    line.proxy.add(reset());

    expect(await Promise.all([line.client.ends(), line.server.ends()])).toEqual(['reset', 'reset']);
  });

  it('waits as long as it is told to, and not for connections from which it was taken away', async () => {
    await using line = await aLine();
    const mend = line.proxy.add(reset({ afterMs: 150 }));
    await mend();
    const begunAt = systemClock.now();
    const other = await line.another();

    line.proxy.add(reset({ afterMs: 200 }), { connections: 'all' });

    expect(await other.client.ends()).toBe('reset');
    expect(other.client.endedAt - begunAt).toBeGreaterThanOrEqual(200 - early);
  });
});

describe('the toxic “slicer”', () => {
  it('cuts what was sent in one piece into many', async () => {
    await using line = await aLine();
    line.proxy.add(slicer({ averageBytes: 4, variationBytes: 3, delayMs: 5, random }), { toward: 'client' });

    line.server.socket.write('a message of forty bytes, in one piece. ');
    await line.client.hears('a message of forty bytes, in one piece. ');

    expect(line.client.pieces.length).toBeGreaterThan(3);
  });
});

describe('the toxic “limit data”', () => {
  it('closes the connection in the middle of what is said', async () => {
    await using line = await aLine();
    line.proxy.add(limitData({ bytes: 10 }), { toward: 'client' });
    await said(line.server, line.client, 'seven b');

    line.server.socket.write('no more than three');

    expect(await line.client.ends()).toBe('end');
    expect(line.client.text).toBe('seven bno ');
  });

  it('resets it there, where that is asked', async () => {
    await using line = await aLine();
    line.proxy.add(limitData({ bytes: 3, ending: 'reset' }), { toward: 'client' });

    line.server.socket.write('no more than three');

    // At the client the last bytes and the reset come together, which Node tells as an end.
    expect(await line.server.ends()).toBe('reset');
  });
});

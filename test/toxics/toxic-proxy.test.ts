import { once } from 'node:events';
import { connect } from 'node:net';
import { seededRandom } from '@eservices-lb/sdk/testing';
import { eventually } from '../estate/eventually.js';
import { freePort } from '../servers/free-port.js';
import { aLine } from './a-line.js';
import { latency } from './latency.js';
import { slicer } from './slicer.js';
import { timeout } from './timeout.js';
import { ToxicProxy } from './toxic-proxy.js';

const random = seededRandom(1);

describe('the TCP proxy', () => {
  it('carries both ways, whole and in order, also what is long', async () => {
    await using line = await aLine();
    const long = 'a long message '.repeat(100_000);

    line.client.socket.end(long);
    line.server.socket.write(long);

    await Promise.all([line.client.hears(long), line.server.hears(long)]);
  });

  it('tells each side that the other one has ended, or was reset', async () => {
    await using line = await aLine();
    const other = await line.another();

    line.client.socket.end();
    other.server.socket.resetAndDestroy();

    expect(await line.server.ends()).toBe('end');
    expect(await other.client.ends()).toBe('reset');
    await eventually('both connections to be gone', () => (line.proxy.open === 0 ? true : undefined));
    expect(line.proxy.accepted).toBe(2);
  });

  it('resets who connects where the server refuses', async () => {
    await using proxy = await ToxicProxy.start(await freePort());
    const client = connect(proxy.port, '127.0.0.1');

    const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException];

    expect(error.code).toBe('ECONNRESET');
  });

  it('puts a toxic on the connections that are there, and leaves later ones alone, where that is asked', async () => {
    await using line = await aLine();
    line.proxy.add(timeout(), { connections: 'present' });
    const later = await line.another();

    line.client.socket.write('nobody hears');
    later.client.socket.write('heard');
    await later.server.hears('heard');

    expect(line.server.text).toBe('');
  });

  it('puts a toxic on later connections too where nothing else is asked', async () => {
    await using line = await aLine();
    line.proxy.add(timeout(), { toward: 'server' });
    const later = await line.another();

    later.client.socket.write('nobody hears');
    later.server.socket.write('heard');
    await later.client.hears('heard');

    expect(later.server.text).toBe('');
  });

  it('lets several toxics work one after the other, and takes away each by itself', async () => {
    await using line = await aLine();
    line.proxy.add(slicer({ averageBytes: 1, random }), { toward: 'client' });
    const mend = line.proxy.add(latency({ latencyMs: 60_000, random }), { toward: 'client' });
    line.server.socket.write('abc');
    await line.another();

    await mend();

    await line.client.hears('abc');
  });

  it('leaves nothing open at its end, whatever it holds back', async () => {
    const line = await aLine();
    line.proxy.add(timeout());
    line.proxy.add(latency({ latencyMs: 60_000, random }));
    line.server.socket.write('held');

    await line.proxy[Symbol.asyncDispose]();

    await line.client.ends();
    await eventually('the end of everything', () => (line.proxy.open === 0 ? true : undefined));
    await line[Symbol.asyncDispose]();
  });
});

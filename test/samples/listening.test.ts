import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { listen } from '@eservices-lb/mock-scs/lca';
import { freePortBase } from '../estate/free-port-base.js';

const limits = { headMs: 500, requestMs: 20_000, lookMs: 50 };

describe('the server of an application, while a request arrives', () => {
  it('gives the body more time than the head', async () => {
    const port = await freePortBase();
    const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
      void text(incoming).then((said) => response.end(said));
    };
    const listening = await listen(listener, port, '127.0.0.1', { limits });
    const slowHead = connect(port, '127.0.0.1').on('error', () => undefined);
    const cutOff = once(slowHead, 'close');
    slowHead.on('data', () => undefined).write('POST / HTTP/1.1\r\nHost: a\r\n');
    const outgoing = request({ port, host: '127.0.0.1', method: 'POST' }).on('error', () => undefined);
    outgoing.write('slowly, ');

    await cutOff;
    outgoing.end('but all of it');
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];

    expect(incoming.statusCode).toBe(200);
    expect(await text(incoming)).toBe('slowly, but all of it');
    await listening.close();
  });
});

describe('the server of an application, when it closes', () => {
  it('answers what it has, and says with the answer that the connection ends', async () => {
    const port = await freePortBase();
    let arrived: (response: ServerResponse) => void = () => undefined;
    const held = new Promise<ServerResponse>((resolve) => (arrived = resolve));
    const listening = await listen((_request, response) => arrived(response), port, '127.0.0.1');
    const agent = new Agent({ keepAlive: true });
    const outgoing = request({ port, host: '127.0.0.1', agent }).end();
    const response = await held;

    const closed = listening.close();
    response.end('at last');
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];

    expect(incoming.headers.connection).toBe('close');
    expect(await text(incoming)).toBe('at last');
    await closed;
    agent.destroy();
  });
});

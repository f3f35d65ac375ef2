import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '@eservices-lb/mock-scs/lca';
import { freePortBase } from '../estate/free-port-base.js';

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

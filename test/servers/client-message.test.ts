import fc from 'fast-check';
import { clientMessage } from '../../packages/servers/src/proxy/client-message.js';
import { passedToInteractionServer as passed } from '../../packages/servers/src/interaction-server-proxy/interaction-server-proxy.js';

const request = (difference: object = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'interaction.list', params: { tenant: 'T' }, ...difference });

describe('what a client says to a proxy', () => {
  it.each([[1], [-1.5], ['a'], [''], [null]])('is a request with the id %j', (id) => {
    expect(clientMessage(request({ id }), passed)).toMatchObject({ type: 'request', request: { id } });
  });

  it('is a notification without an id', () => {
    const message = clientMessage(request({ id: undefined }), passed);

    expect(message).toMatchObject({ type: 'request', request: { method: 'interaction.list' } });
    expect(message.type === 'request' && message.request.id).toBeUndefined();
  });

  it.each<readonly [string, string, string | number | null, string]>([
    ['a batch', `[${request()}]`, null, 'BATCH_NOT_TAKEN'],
    ['no object', '17', null, 'INVALID_REQUEST'],
    ['null', 'null', null, 'INVALID_REQUEST'],
    ['an answer, as if it had been asked', '{"jsonrpc":"2.0","id":7,"result":{}}', 7, 'INVALID_REQUEST'],
    ['another version', request({ jsonrpc: '1.0' }), 1, 'INVALID_REQUEST'],
    ['no method', request({ method: undefined }), 1, 'INVALID_REQUEST'],
    ['an id that is a list', request({ id: [1] }), null, 'INVALID_REQUEST'],
    ['an id that JavaScript cannot tell from its neighbour', request({ id: 2 ** 53 }), null, 'INVALID_REQUEST'],
    ['an id without end', '{"jsonrpc":"2.0","id":1e999,"method":"interaction.list"}', null, 'INVALID_REQUEST'],
    ['an id of 256 characters', request({ id: 'x'.repeat(256) }), null, 'INVALID_REQUEST'],
    ['params that are no object', request({ params: 'x' }), 1, 'INVALID_PARAMS'],
    ['params that are null', request({ params: null }), 1, 'INVALID_PARAMS'],
    ...[
      'router.hello',
      'router.finished',
      'agent.reserve',
      'esp.request',
      '__proto__',
      'constructor',
      'toString',
      '',
    ].map((method) => [`method "${method}"`, request({ method }), 1, 'METHOD_NOT_PASSED'] as const),
  ])('is refused where it is %s', (_case, text, id, code) => {
    expect(clientMessage(text, passed)).toMatchObject({ type: 'refused', id, refusal: { data: { code } } });
  });

  it('is unreadable where it is no JSON', () => {
    expect(clientMessage('GET / HTTP/1.1', passed)).toEqual({ type: 'unreadable' });
  });

  it('never throws, and never is a request for what does not pass (property)', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (params, method) => {
        const text = `{"jsonrpc":"2.0","id":1,"method":${JSON.stringify(method)},"params":${params}}`;
        for (const said of [text, params, method]) {
          const message = clientMessage(said, passed);
          expect(message.type === 'request' && !passed.has(message.request.method)).toBe(false);
        }
      }),
    );
  });
});

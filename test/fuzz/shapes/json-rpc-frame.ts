import fc from 'fast-check';
import { anyJson, nastyText } from './nasty-text.js';
import { maybe, nearly } from './nearly.js';

const method = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('interaction.submit', 'interaction.list', 'echo', 'fail', 'refuse') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('router.hello', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''),
  },
  { weight: 1, arbitrary: nastyText },
);
const id = fc.oneof(fc.nat(9), fc.constantFrom('a', null, -1, 1.5, 2 ** 53, 'x'.repeat(300)), anyJson);
const version = fc.constant('2.0');

/** A frame of JSON-RPC 2.0, as the other side might write it. */
export const aJsonRpcFrame = fc
  .oneof(
    { weight: 6, arbitrary: nearly({ jsonrpc: version, id: maybe(id), method, params: maybe(anyJson) }) },
    { weight: 2, arbitrary: nearly({ jsonrpc: version, id, result: anyJson }) },
    { weight: 2, arbitrary: nearly({ jsonrpc: version, id, error: anyJson }) },
    { weight: 1, arbitrary: fc.array(nearly({ jsonrpc: version, id, method }), { maxLength: 3 }) },
  )
  .map((frame) => JSON.stringify(frame));

export const jsonRpcDictionary = [
  '"jsonrpc":"2.0"',
  '"id":1',
  '"method":"echo"',
  '"params":{}',
  '"result":',
  '"error":{',
];

import { passedToInteractionServer } from '../../../packages/servers/src/interaction-server-proxy/interaction-server-proxy.js';
import { clientMessage } from '../../../packages/servers/src/proxy/client-message.js';
import { hold } from '../../oracles/hold.js';
import type { TextTarget } from '../fuzz-target.js';
import { aJsonRpcFrame, jsonRpcDictionary } from '../shapes/json-rpc-frame.js';

const longestAnswer = 1_000;

export const proxyClientMessage: TextTarget = {
  name: 'client-message',
  property:
    'of what a desktop says, only the methods that pass are requests; the rest is refused with a code, briefly, under its own id',
  reads: 'text',
  dictionary: jsonRpcDictionary,
  shaped: aJsonRpcFrame,
  oracle: (input) => {
    const message = clientMessage(input, passedToInteractionServer);
    if (message.type === 'request') {
      const { method, params, id } = message.request;
      hold(passedToInteractionServer.has(method), 'a method passes that must not');
      hold(typeof params === 'object' && (params as unknown) !== null, 'a request passes without an object of params');
      const given = (JSON.parse(input) as { readonly id?: unknown }).id;
      hold(Object.is(given, id), 'the id is another');
      return 'taken';
    }
    if (message.type === 'refused') {
      const { id, refusal } = message;
      const { code } = refusal.data as { readonly code?: unknown };
      hold(typeof code === 'string' && code !== '', 'a refusal has no code');
      hold(
        JSON.stringify({ id, refusal }).length < longestAnswer + 4 * 255,
        'a refusal repeats what was sent at length',
      );
    }
    return 'refused';
  },
};

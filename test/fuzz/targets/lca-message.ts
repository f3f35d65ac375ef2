import fc from 'fast-check';
import { commandSchema } from '../../../packages/mock-scs/src/lca/messages.js';
import { decodeAgentMessage, silenceLimitMs } from '../../../packages/mock-scs/src/lca/decode-agent-message.js';
import { hold } from '../../oracles/hold.js';
import { expectSame } from '../expectations.js';
import type { BytesTarget } from '../fuzz-target.js';
import { anApplication } from '../shapes/estate.js';
import { nastyText } from '../shapes/nasty-text.js';
import { maybe, nearly } from '../shapes/nearly.js';

const longestTimerMs = 2 ** 31 - 1;
const connection = nearly({
  ...{ application: nastyText, type: nastyText, host: nastyText, port: fc.integer(), secure: fc.boolean() },
  databaseOptions: maybe(fc.dictionary(nastyText, nastyText, { maxKeys: 2 })),
});
const told = {
  ...{ application: anApplication, connections: fc.array(connection, { maxLength: 2 }), primary: maybe(nastyText) },
  strategies: maybe(fc.array(nearly({ name: nastyText, tenant: nastyText }), { maxLength: 2 })),
};
const heartbeatMs = fc.oneof(fc.constant(1_000), fc.double({ noNaN: true }), fc.constantFrom(1e308, 2 ** 31, 0));

export const lcaMessage: BytesTarget = {
  name: 'lca-message',
  property:
    'what a Local Control Agent says is understood whole or passed over; how long its silence is borne is a time that can be waited',
  reads: 'bytes',
  dictionary: [
    '"type":"registered"',
    '"type":"command"',
    '"type":"configuration"',
    '"heartbeatMs":',
    '"mode":"primary"',
  ],
  shaped: fc
    .oneof(
      nearly({
        type: fc.constant('registered'),
        ...told,
        mode: fc.constantFrom('primary', 'backup', 'exiting'),
        heartbeatMs,
      }),
      nearly({ type: fc.constant('configuration'), ...told }),
      nearly({ type: fc.constant('command'), command: fc.constantFrom(...commandSchema.options, '__proto__') }),
      nearly({ type: fc.constant('refused'), reason: nastyText }),
    )
    .map((message) => Buffer.from(JSON.stringify(message))),
  oracle: (input) => {
    const message = decodeAgentMessage(input);
    if (message === undefined) return 'refused';
    const written = Buffer.from(JSON.stringify(message));
    expectSame(decodeAgentMessage(written), message, 'a message is read again as another');
    if (message.type === 'registered') {
      const limitMs = silenceLimitMs(message);
      hold(limitMs > 0 && limitMs <= longestTimerMs, () => `silence would be borne for ${limitMs} ms`);
    }
    return 'taken';
  },
};

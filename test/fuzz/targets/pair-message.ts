import fc from 'fast-check';
import { z } from 'zod';
import { readMessage, writeMessage } from '../../../packages/mock-scs/src/pair/pair-message.js';
import type { PairMessage } from '../../../packages/mock-scs/src/pair/pair-message.js';
import { Replica } from '../../../packages/mock-scs/src/pair/replica.js';
import { hold } from '../../oracles/hold.js';
import { expectSame } from '../expectations.js';
import type { TextTarget } from '../fuzz-target.js';
import { aConfiguration, aConfigurationChange, aStatus, aVersion } from '../shapes/estate.js';
import { anyJson, nastyText } from '../shapes/nasty-text.js';
import { nearly } from '../shapes/nearly.js';

const event = fc.oneof(
  nearly({ name: fc.constant('configuration'), body: aConfigurationChange }),
  nearly({
    name: fc.constant('status'),
    body: fc.tuple(aStatus, fc.record(aVersion)).map(([a, b]) => ({ ...a, ...b })),
  }),
  nearly({ name: fc.constant('notice'), body: anyJson }),
);
const state = nearly({
  ...{ ...aVersion, configuration: aConfiguration, retired: fc.constant([]), notices: fc.constant([]) },
  ...{ statuses: fc.array(aStatus, { maxLength: 2 }), hostStatuses: fc.constant([]) },
});

export const pairMessage: TextTarget = {
  name: 'pair-message',
  property:
    'what one control server of a pair says is read as it was written, or refused as a whole; a replica follows it and never throws',
  reads: 'text',
  dictionary: ['{"type":"alive"}', '"type":"state"', '"type":"event"', '"type":"acknowledged"', '"tokens":[]'],
  shaped: fc.oneof(
    nearly({ type: fc.constant('state'), state, tokens: fc.constant([]) }).map((message) => JSON.stringify(message)),
    nearly({ type: fc.constant('event'), event }).map((message) => JSON.stringify(message)),
    nearly({ type: fc.constantFrom('acknowledged', 'alive', 'take-over'), ...aVersion }).map((message) =>
      JSON.stringify(message),
    ),
    nastyText,
  ),
  oracle: (input) => {
    let message: PairMessage;
    try {
      message = readMessage(input);
    } catch (error) {
      const isRefusal = error instanceof SyntaxError || error instanceof z.ZodError;
      hold(isRefusal, () => `it throws ${String(error)}`);
      return 'refused';
    }
    expectSame(readMessage(writeMessage(message)), message, 'a message is read again as another');
    if (message.type === 'state') {
      const known = new Replica(message.state).state;
      expectSame(new Replica(known).state, known, 'a replica of a replica is another');
    }
    if (message.type === 'event') emptyReplica().apply(message.event);
    return 'taken';
  },
};

const emptyReplica = (): Replica => {
  const lists = {
    tenants: [],
    hosts: [],
    switches: [],
    databases: [],
    strategies: [],
    trainingJobs: [],
    applications: [],
  };
  const states = { retired: [], statuses: [], hostStatuses: [], notices: [] };
  return new Replica({ epoch: 0, revision: 0, configuration: lists, ...states });
};

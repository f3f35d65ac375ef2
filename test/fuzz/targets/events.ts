import fc from 'fast-check';
import { MalformedMessageError } from '@eservices-lb/sdk';
import { decodeEvent } from '../../../packages/sdk/src/edge/decode-event.js';
import type { ServerSentMessage } from '../../../packages/sdk/src/edge/decode-event.js';
import { hold } from '../../oracles/hold.js';
import { expectRefusal, expectSame } from '../expectations.js';
import type { Outcome, TextTarget } from '../fuzz-target.js';
import { aConfigurationChange, aSnapshotBody, aStatus, aVersion } from '../shapes/estate.js';
import { anyJson, nastyText } from '../shapes/nasty-text.js';
import { nearly } from '../shapes/nearly.js';

const json = (value: fc.Arbitrary<unknown>): fc.Arbitrary<string> => value.map((each) => JSON.stringify(each));
const message = (name: string, body: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('1.2', '', '0.0', '9'.repeat(16)), json(body))
    .map(([id, data]) => `${name}\n${id}\n${data}`);

/** One message: its name, its id and its data, a line each. */
export const events: TextTarget = {
  name: 'events',
  property:
    'an event is decoded, or refused with MALFORMED_MESSAGE and its field; what is decoded is decoded again to the same',
  reads: 'text',
  dictionary: [
    'snapshot\n',
    'configuration\n',
    'status\n',
    'heartbeat\n',
    '"epoch":',
    '"revision":',
    '"applications":[',
  ],
  shaped: fc.oneof(
    message('snapshot', aSnapshotBody),
    message('configuration', aConfigurationChange),
    message(
      'status',
      fc.tuple(aStatus, fc.record(aVersion)).map(([status, version]) => ({ ...status, ...version })),
    ),
    message('heartbeat', nearly(aVersion)),
    message('host-status', anyJson),
    fc.tuple(nastyText, nastyText, nastyText).map((lines) => lines.join('\n')),
  ),
  oracle: (input) => {
    const [name = '', id, ...data] = input.split('\n');
    return decoded({ name, id, data: data.join('\n') });
  },
};

function decoded(sent: ServerSentMessage): Outcome {
  let decodedEvents: ReturnType<typeof decodeEvent>;
  try {
    decodedEvents = decodeEvent(sent);
  } catch (error) {
    const { subject } = expectRefusal(error, MalformedMessageError);
    hold(subject !== '', 'the refusal does not name what was refused');
    return 'refused';
  }
  for (const event of decodedEvents) {
    if (event.type === 'snapshot') {
      expectEveryObject(sent, event);
      const again = decodeEvent({ name: 'snapshot', data: JSON.stringify(event.snapshot) });
      expectSame(again, [{ type: 'snapshot', snapshot: event.snapshot }], 'a snapshot is decoded to another');
    } else if (event.type === 'rejected') {
      expectRefusal(event.problem, MalformedMessageError);
      return 'refused';
    } else if (event.type === 'configuration' || event.type === 'status') {
      const again = decodeEvent({ name: event.type, data: JSON.stringify(event.change) });
      expectSame(again, [event], 'a change is decoded to another');
    }
  }
  return decodedEvents.length === 0 ? 'refused' : 'taken';
}

type SnapshotEvent = Extract<ReturnType<typeof decodeEvent>[number], { type: 'snapshot' }>;

/** Nothing is left out in silence (F12). */
function expectEveryObject({ data }: ServerSentMessage, { snapshot, unreadable = [] }: SnapshotEvent): void {
  const sent = JSON.parse(data) as Readonly<
    Record<'tenants' | 'hosts' | 'applications' | 'statuses', readonly unknown[]>
  >;
  const known = (['tenants', 'hosts', 'applications', 'statuses'] as const).map((list) => [
    sent[list].length,
    snapshot[list].length,
  ]);
  const [all, kept] = known.reduce(([a = 0, b = 0], [c = 0, d = 0]) => [a + c, b + d], [0, 0]);
  hold(all === (kept ?? 0) + unreadable.length, 'an object of a snapshot is neither decoded nor called unreadable');
  for (const { problem } of unreadable) expectRefusal(problem, MalformedMessageError);
}

import fc from 'fast-check';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { parseServerSentEvents } from '../../../packages/sdk/src/edge/parse-server-sent-events.js';
import type { Frame } from '../../../packages/sdk/src/edge/parse-server-sent-events.js';
import { hold } from '../../oracles/hold.js';
import { expectSame } from '../expectations.js';
import type { BytesTarget } from '../fuzz-target.js';
import { inPieces } from '../in-pieces.js';
import { nastyText } from '../shapes/nasty-text.js';

const line = fc.oneof(
  fc.constantFrom(
    '',
    '',
    ': alive',
    'event: status',
    'id: 1.2',
    'retry: 10',
    'data',
    'data:',
    'data: {"epoch":1}',
    'event',
    'id: \0',
  ),
  nastyText.map((text) => `data: ${text}`),
  nastyText,
);
const end = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r');

export const serverSentEvents: BytesTarget = {
  name: 'server-sent-events',
  property:
    'the same messages come out of the same bytes, however they are cut into pieces; no message is longer than what was sent',
  reads: 'bytes',
  dictionary: [
    '\n\n',
    '\r\n\r\n',
    'data: ',
    'event: ',
    'id: ',
    ': \n',
    'retry: 1\n',
    '\xef\xbb\xbf',
    '\xc3\xaf\xc2\xbb\xc2\xbf',
  ],
  shaped: fc
    .array(fc.tuple(line, end), { maxLength: 12 })
    .map((lines) => Buffer.from(`${lines.map((parts) => parts.join('')).join('')}\n\n`)),
  oracle: async (input) => {
    const whole = await framesOf([input]);
    const cut = await framesOf(inPieces(input));
    expectSame(cut, whole, 'the same bytes in pieces are other messages');
    const length = whole.reduce((sum, frame) => sum + (frame.type === 'message' ? frame.message.data.length : 0), 0);
    hold(length <= input.length, 'the messages are longer than what was sent');
    return whole.some(({ type }) => type === 'message') ? 'taken' : 'refused';
  },
};

async function framesOf(chunks: readonly Uint8Array[]): Promise<readonly Frame[]> {
  const frames: Frame[] = [];
  const options = { clock: new ManualClock(), messageLimitMs: 1_000 };
  for await (const frame of parseServerSentEvents(asStream(chunks), options)) frames.push(frame);
  return frames;
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of what is there already
async function* asStream(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

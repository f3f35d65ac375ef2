import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { ManualClock } from '@eservices-lb/sdk/testing';
import { PduStream } from '../../../packages/servers/src/smpp/pdu-stream.js';
import { readShortMessage } from '../../../packages/servers/src/smpp/short-message.js';
import { SmppConnection } from '../../../packages/servers/src/smpp/smpp-connection.js';
import { SmppError } from '../../../packages/servers/src/smpp/smpp-error.js';
import { hold } from '../../oracles/hold.js';
import { expectSame } from '../expectations.js';
import type { BytesTarget } from '../fuzz-target.js';
import { inPieces } from '../in-pieces.js';
import { nextTurn } from '../../../packages/sdk/src/time/next-turn.js';
import { aUnit } from '../shapes/protocol-data-unit.js';

/** A socket that goes nowhere. */
class DeadEnd extends EventEmitter {
  readonly writableLength = 0;
  readonly written: Buffer[] = [];
  writable = true;
  isPaused = false;
  setNoDelay = (): void => undefined;
  write = (bytes: Buffer): void => void this.written.push(bytes);
  pause = (): void => void (this.isPaused = true);
  resume = (): void => void (this.isPaused = false);
  destroy = (): void => {
    if (!this.writable) return;
    this.writable = false;
    this.emit('close');
  };
  destroySoon = this.destroy;
}

export const smpp: BytesTarget = {
  name: 'smpp',
  property:
    'every unit is answered at most once and with a unit, however the bytes are cut; what is no SMPP ends the connection and nothing else',
  reads: 'bytes',
  inputsInTests: 8_000,
  dictionary: [
    '\0\0\0\x10\0\0\0\x15\0\0\0\0\0\0\0\x01',
    '\0\0\0\x10\0\0\0\x0b\0\0\0\0\0\0\0\x01',
    '\x04\x24\0\x05',
    '\x15\x01\0\x02',
    '\x02\x0c\0\x02',
  ],
  shaped: fc.array(aUnit, { minLength: 1, maxLength: 3 }).map((units) => Buffer.concat(units)),
  oracle: async (input) => {
    const whole = await answersTo([input]);
    const cut = await answersTo(inPieces(input));
    expectSame(cut, whole, 'the same bytes in pieces are answered otherwise');
    return whole.requests > 0 ? 'taken' : 'refused';
  },
};

async function answersTo(
  chunks: readonly Buffer[],
): Promise<{ readonly requests: number; readonly answers: readonly string[] }> {
  const socket = new DeadEnd();
  const closings: SmppError[] = [];
  let requests = 0;
  new SmppConnection({
    socket: socket as unknown as Socket,
    clock: new ManualClock(),
    onRequest: (received) => {
      requests += 1;
      if (!['submit_sm', 'deliver_sm'].includes(received.unit.command)) return Promise.resolve({ status: 0 });
      const message = readShortMessage(received);
      hold(message.bytes.length <= received.bytes.length, 'a message is longer than its unit');
      return Promise.resolve({ status: 0, fields: { message_id: 'a' } });
    },
    onClosed: (reason) => closings.push(reason),
    onUnforeseen: (error) => {
      if (!(error instanceof SmppError))
        throw new Error(`something unforeseen happens: ${String(error)}`, { cause: error });
    },
  });
  for (const chunk of chunks) if (socket.writable) socket.emit('data', chunk);
  await nextTurn();
  hold(!socket.isPaused, 'nobody is heard any more');
  hold(closings.length <= 1, 'a connection ends twice');
  for (const unit of new PduStream().push(Buffer.concat(socket.written)))
    hold('unit' in unit, 'an answer cannot be read');
  socket.destroy();
  return { requests, answers: socket.written.map((bytes) => bytes.toString('latin1')).sort() };
}

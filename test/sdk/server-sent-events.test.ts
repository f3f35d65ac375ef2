import { ManualClock } from '@eservices-lb/sdk/testing';
import { parseServerSentEvents, SlowMessageError } from '../../packages/sdk/src/edge/parse-server-sent-events.js';
import type { Frame } from '../../packages/sdk/src/edge/parse-server-sent-events.js';

const messageLimitMs = 20_000;

/** Parses pieces that come one after the other, so many ms apart. */
async function parsed(pieces: Iterable<string>, apartMs = 0): Promise<readonly Frame[]> {
  const clock = new ManualClock();
  // eslint-disable-next-line @typescript-eslint/require-await -- a stream of what is there already
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (const piece of pieces) {
      clock.advance(apartMs);
      yield Buffer.from(piece);
    }
  }
  const frames: Frame[] = [];
  for await (const frame of parseServerSentEvents(chunks(), { clock, messageLimitMs })) frames.push(frame);
  return frames;
}

const message = (data: string): Frame => ({ type: 'message', message: { name: 'message', data } });

describe('a stream of server-sent messages', () => {
  it('is given up when a message does not end in time, whatever comments stand within it (F5)', async () => {
    const endless = Array.from({ length: 30 }, () => 'data: x\n: alive\n');

    await expect(parsed(endless, 1_000)).rejects.toThrow(SlowMessageError);
  });

  it('may consist of comments for ever, also in pieces (R39)', async () => {
    const comments = Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? ': al' : 'ive\n'));

    await expect(parsed(comments, 1_000)).resolves.toHaveLength(30);
  });

  it('is given up when a message is longer than 64 Mi characters, whatever comments stand within it (F12)', async () => {
    const line = `data: ${'x'.repeat(1024 * 1024)}\n: alive\n`;

    await expect(parsed(Array.from({ length: 70 }, () => line))).rejects.toMatchObject({ code: 'MALFORMED_MESSAGE' });
  });

  it('ends its lines with carriage returns, line feeds or both, wherever it is cut', async () => {
    const pieces = ['data: a\r', '\ndata: b\r', 'data: c\n', '\r', '\ndata: d\r\r', ': and no more'];

    const frames = await parsed(pieces);

    expect(frames).toMatchObject([message('a\nb\nc'), message('d')]);
  });
});

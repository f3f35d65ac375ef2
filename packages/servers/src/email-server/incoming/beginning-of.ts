import { pipeline, Transform } from 'node:stream';
import type { Readable } from 'node:stream';

/** The first so many bytes of a stream. The rest is read, and kept nowhere. */
export function beginningOf(whole: Readable, mostBytes: number): Readable {
  let room = mostBytes;
  const beginning = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const taken = chunk.subarray(0, room);
      room -= taken.length;
      done(null, taken);
    },
  });
  // How it ends is for whoever reads the beginning.
  pipeline(whole, beginning, () => undefined);
  return beginning;
}

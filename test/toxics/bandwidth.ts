import { pause } from './pause.js';
import type { Toxic } from './toxic.js';

export interface BandwidthOptions {
  readonly bytesPerSecond: number;
}

/** How much goes on at a time: the bytes of so long. ms */
const pieceMs = 50;

/** Bytes trickle. Ten bytes a second and fewer come one by one. */
export const bandwidth = ({ bytesPerSecond }: BandwidthOptions): Toxic => {
  const pieceLength = Math.max(1, Math.floor((bytesPerSecond * pieceMs) / 1000));
  return {
    begin(flow) {
      let free = flow.clock.now();
      return {
        async *pass({ bytes }) {
          for (let from = 0; from < bytes.length; from += pieceLength) {
            const piece = bytes.subarray(from, from + pieceLength);
            free = Math.max(free, flow.clock.now()) + (piece.length * 1000) / bytesPerSecond;
            await pause(flow, free - flow.clock.now());
            yield { bytes: piece, at: flow.clock.now() };
          }
        },
      };
    },
  };
};

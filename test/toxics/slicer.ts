import type { Random } from '@eservices-lb/sdk';
import { pause } from './pause.js';
import type { Toxic } from './toxic.js';

export interface SlicerOptions {
  /** How long a slice is, on average, bytes. */
  readonly averageBytes: number;
  /** A slice is longer or shorter by up to so much, by chance. @defaultValue 0 */
  readonly variationBytes?: number;
  /** Between one slice and the next, ms. @defaultValue 0 */
  readonly delayMs?: number;
  readonly random: Random;
}

/** What was sent in one piece arrives in many, cut at any byte. */
export const slicer = ({ averageBytes, variationBytes = 0, delayMs = 0, random }: SlicerOptions): Toxic => ({
  begin: (flow) => ({
    async *pass({ bytes }) {
      let from = 0;
      while (from < bytes.length) {
        const length = Math.max(1, Math.round(averageBytes + variationBytes * (2 * random() - 1)));
        yield { bytes: bytes.subarray(from, from + length), at: flow.clock.now() };
        from += length;
        if (from < bytes.length) await pause(flow, delayMs);
      }
    },
  }),
});

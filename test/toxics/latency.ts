import type { Random } from '@eservices-lb/sdk';
import { pause } from './pause.js';
import type { Toxic } from './toxic.js';

export interface LatencyOptions {
  readonly latencyMs: number;
  /** Each chunk is so much earlier or later, by chance; never before the one that was sent before it. @defaultValue 0 */
  readonly jitterMs?: number;
  readonly random: Random;
}

/** Everything arrives later, in order, also the end. */
export const latency = ({ latencyMs, jitterMs = 0, random }: LatencyOptions): Toxic => ({
  begin(flow) {
    const draw = (): number => latencyMs + jitterMs * (2 * random() - 1);
    return {
      async *pass({ bytes, at }) {
        await pause(flow, at + draw() - flow.clock.now());
        yield { bytes, at: flow.clock.now() };
      },
      end: () => pause(flow, draw()),
    };
  },
});

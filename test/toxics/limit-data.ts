import type { Toxic } from './toxic.js';

export interface LimitDataOptions {
  readonly bytes: number;
  /** In order (FIN), or by a reset (RST). @defaultValue close */
  readonly ending?: 'close' | 'reset';
}

/** The connection ends as soon as so many bytes have passed, in the middle of whatever they belong to. */
export const limitData = ({ bytes: limit, ending = 'close' }: LimitDataOptions): Toxic => ({
  begin(flow) {
    let left = limit;
    return {
      *pass({ bytes, at }) {
        if (left > 0) yield { bytes: bytes.subarray(0, left), at };
        left -= bytes.length;
        if (left <= 0 && !flow.signal.aborted) flow[ending]();
      },
    };
  },
});

import { pause } from './pause.js';
import type { Toxic } from './toxic.js';

export interface ResetOptions {
  /** How long the connection lives on, ms. @defaultValue 0 */
  readonly afterMs?: number;
}

/** The connection is reset (RST) on both sides, whatever is under way. */
export const reset = ({ afterMs = 0 }: ResetOptions = {}): Toxic => ({
  begin(flow) {
    void pause(flow, afterMs).then(() => {
      if (!flow.signal.aborted) flow.reset();
    });
    return {};
  },
});

import { pause, whenAborted } from './pause.js';
import type { Toxic } from './toxic.js';

export interface TimeoutOptions {
  /** The connection is closed after so long, ms. @defaultValue never */
  readonly afterMs?: number;
}

/**
 * A black hole: nothing arrives, neither bytes nor the end nor a reset. As with TCP, nothing is lost on a connection that outlives it: what was
 * sent meanwhile arrives when the toxic is taken away.
 */
export const timeout = ({ afterMs }: TimeoutOptions = {}): Toxic => ({
  begin(flow) {
    if (afterMs !== undefined) {
      void pause(flow, afterMs).then(() => {
        if (!flow.signal.aborted) flow.close();
      });
    }
    return {
      async *pass(chunk) {
        await whenAborted(flow.signal);
        yield chunk;
      },
      end: () => whenAborted(flow.signal),
    };
  },
});

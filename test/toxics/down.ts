import type { Toxic } from './toxic.js';

/** Nobody listens any more: connections end, and new ones are refused. */
export const down = (): Toxic => ({
  refusesConnections: true,
  begin(flow) {
    flow.close();
    return {};
  },
});

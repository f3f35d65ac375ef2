import type { NeededPort } from './busy-ports.js';

/** Somebody else has ports that the estate needs; nothing was started. */
export class BusyPortsError extends Error {
  override readonly name = 'BusyPortsError';

  constructor(readonly ports: readonly NeededPort[]) {
    const list = ports.map(
      ({ application, address, port }) => `  port ${port} on ${address}, needed by ${application}`,
    );
    super(
      `These ports are busy:\n${list.join('\n')}\nFree them, or move the whole estate: npm start -- --port-base 18000`,
    );
  }
}

import type { NeededPort } from './busy-ports.js';

/** Several applications need the same port at the same address, as those of different hosts may where these are one machine; nothing was started. */
export class SharedPortsError extends Error {
  override readonly name = 'SharedPortsError';

  constructor(readonly ports: readonly NeededPort[]) {
    const list = ports.map(({ application, address, port }) => `  port ${port} on ${address}, ${application}`);
    super(`These applications cannot have the same port at the same address:\n${list.join('\n')}\nGive each its own.`);
  }
}

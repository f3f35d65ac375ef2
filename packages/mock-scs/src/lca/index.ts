export { connectToLocalControlAgent } from './local-control-agent-link.js';
export type { LocalControlAgentLink, LinkOptions, Registration } from './local-control-agent-link.js';
export { RegistrationRefusedError } from './registration-refused-error.js';
export type { Command, ConnectedApplication } from './messages.js';

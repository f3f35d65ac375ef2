export { connectToLocalControlAgent } from './local-control-agent-link.js';
export type { LocalControlAgentLink, LinkOptions, Registration, ReportedDatabase } from './local-control-agent-link.js';
export { RegistrationRefusedError } from './registration-refused-error.js';
export type {
  Command,
  ConnectedApplication,
  GivenJob,
  KnownDatabase,
  LoadedStrategy,
  MultimediaSwitch,
  ShownWork,
} from './messages.js';
export { parseCommandLine } from './command-line.js';
export type { CommandLine } from './command-line.js';
export { environmentVariable } from './environment-variable.js';
export { listen } from './listening.js';
export type { Listening, ListenOptions, OnUpgrade, RequestLimits } from './listening.js';

import { join } from 'node:path';
import { StateDirectory } from '../agent/state-directory.js';

/** Where the estate at a port base keeps its state, below the current directory. */
export const stateDirectoryAt = (portBase: number | string): StateDirectory =>
  new StateDirectory(join(process.cwd(), '.eservices-lb', String(portBase)));

import { loadConfiguration } from '../configuration/load-configuration.js';
import { scenarioFile } from '../configuration/scenario-file.js';
import { shiftPorts } from '../configuration/shift-ports.js';
import type { ControlServerRole } from '../pair/peer.js';
import { fileStore } from '../persistence/file-store.js';
import { startMockScs } from '../start-mock-scs.js';
import type { EstateOptions } from './command-line.js';
import { controlPorts, controlUrl } from './control-ports.js';
import { estateSecrets } from './estate-secrets.js';
import type { EstateTools } from './estate-tools.js';
import { stateDirectoryAt } from './state-directory-at.js';
import { storeOf } from './store-of.js';

/**
 * Runs the control server that finds the other one primary: it follows, and starts nothing. `configured` says which one it is.
 * @throws an Error with the code EADDRINUSE when its port is busy
 */
export async function runFollower(
  options: EstateOptions,
  configured: ControlServerRole,
  { clock, output, onStarted }: EstateTools,
): Promise<void> {
  const { scenario, portBase, host, token, tokens } = options;
  const { primary, backup } = controlPorts(portBase);
  const [port, peer] = configured === 'primary' ? [primary, backup] : [backup, primary];
  const state = stateDirectoryAt(configured === 'primary' ? portBase : `${portBase}-backup`);
  const store = configured === 'primary' ? storeOf(options, state) : fileStore(state.path);
  const scs = await startMockScs({
    ...{ configuration: shiftPorts(loadConfiguration(scenarioFile(scenario)), portBase), host, port, state, clock },
    ...{ secrets: estateSecrets(stateDirectoryAt(portBase)), store },
    ...(token !== undefined && { token }),
    ...(tokens !== undefined && { tokensFile: tokens }),
    pair: { peerUrl: controlUrl(peer), configured },
  });
  onStarted(scs);
  output.write(`mock-scs at ${scs.url} follows ${controlUrl(peer)}, and takes over when that one is lost.\n`);
}

import { changedConfiguration } from './changed-configuration.js';
import { controlServerKilled } from './control-server-killed.js';
import { disturbedStreams } from './disturbed-streams.js';
import { frozen } from './frozen.js';
import { killed } from './killed.js';
import { rollingRestart } from './rolling-restart.js';
import type { SoakFault } from './soak-fault.js';
import { takenOut } from './taken-out.js';

const chatServers = ['ChatServer_1', 'ChatServer_2', 'ChatServer_3'];
const emailServers = ['EmailServer_1', 'EmailServer_2', 'EmailServer_3', 'EmailServer_4'];
const webNodes = ['WebAPIServer_1', 'WebAPIServer_2'];

/** Of each kind of server one is never ended, and what there is one of only in the first half: their memory is measured. */
const share = 0.5;
const endableChatServers = ['ChatServer_1', 'ChatServer_3'];
const endableEmailServers = ['EmailServer_1', 'EmailServer_2'];

/**
 * Everything that goes wrong during a soak. The Database Server and the Mail Server of the demo are never ended: they keep what they know in memory, so
 * that nothing survives them.
 */
export const soakFaults: readonly SoakFault[] = [
  killed('Chat Server', endableChatServers),
  killed('E-mail Server', endableEmailServers),
  killed('web node', ['WebAPIServer_1']),
  killed('Callback Server or Stat Server', ['CallbackServer_1', 'StatServer_1']),
  killed('Universal Contact Server', ['UniversalContactServer'], share),
  killed('Interaction Server', ['InteractionServer'], share),
  killed('front door', ['FrontDoor'], share),
  frozen('Chat Server', chatServers),
  frozen('E-mail Server', emailServers),
  frozen('web node', webNodes),
  frozen('Database Server', ['DatabaseServer']),
  takenOut('disable', 'enable', [...chatServers, ...emailServers, ...webNodes]),
  takenOut('suspend', 'resume', [...chatServers, ...emailServers, ...webNodes]),
  takenOut('service-unavailable', 'available', chatServers),
  controlServerKilled,
  disturbedStreams('cut-streams'),
  disturbedStreams('silence', { durationMs: 14_000 }),
  disturbedStreams('duplicate'),
  disturbedStreams('reorder', { probability: 0.5 }),
  disturbedStreams('drop', { probability: 0.5 }),
  disturbedStreams('empty', {}, { isCutFirst: true }),
  changedConfiguration('a tenant taken away', 'ChatServer_2', () => ({ tenants: ['Environment'] })),
  changedConfiguration('a weight', 'WebAPIServer_1', ({ connections }) => ({
    connections: connections.map((each) =>
      each.application === 'ChatServer_1' ? { ...each, parameters: { weight: '5' } } : each,
    ),
  })),
  changedConfiguration('an option', 'WebAPIServer_2', ({ options }) => ({
    options: { ...options, 'agent-answers.Soak': { text: 'We are soaking wet.' } },
  })),
  rollingRestart('web node', ['WebAPIServer_1']),
  rollingRestart('E-mail Servers', endableEmailServers),
  rollingRestart('Chat Servers', endableChatServers, { action: 'stop' }),
];

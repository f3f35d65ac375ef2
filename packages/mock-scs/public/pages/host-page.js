import { counted, statusMark } from '../parts/marks.js';
import { agentMark } from './hosts-page.js';
import { objectPage } from './object-page.js';

/** One host. */
export const hostPage = objectPage({
  kind: 'host',
  hasApplication: ({ host }, name) => host === name,
  factsOf: ({ name, address, state, dbid }, estate) => [
    ['State', statusMark(state)],
    ['Local Control Agent', agentMark(estate.hostStatus(name))],
    ['Address', address],
    ['DBID', String(dbid)],
  ],
  actionsOf({ name, state }, estate, applications) {
    const isConnected = estate.hostStatus(name) === 'running';
    const number = counted(applications.length, 'application');
    return [
      { action: 'enable', label: 'Enable', why: state === 'enabled' && 'It is enabled.' },
      {
        ...{ action: 'disable', label: 'Disable', isDangerous: true, why: state === 'disabled' && 'It is disabled.' },
        warning: `Its ${number} will be disabled with it, and take nothing new.`,
      },
      {
        ...{ action: 'disconnect', label: 'Disconnect', isDangerous: true, why: !isConnected && 'It is disconnected.' },
        warning: `Its Local Control Agent is taken for lost: its ${number} become unknown, and primaries switch over.`,
      },
      { action: 'reconnect', label: 'Reconnect', why: isConnected && 'It is connected.' },
    ];
  },
});

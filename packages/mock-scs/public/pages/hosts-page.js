import { linkTo } from '../parts/links.js';
import { statusMark } from '../parts/marks.js';
import { objectListPage } from './object-list.js';
import { byKey, tally, tallyText } from './tally.js';

/** Every host, with how its Local Control Agent and its applications are. */
export const hostsPage = objectListPage({
  ...{ section: 'hosts', kind: 'host', title: 'Hosts' },
  columns: ['Host', 'Address', 'State', 'Local Control Agent', 'Applications'],
  prepare: (estate) => byKey(estate, ({ host }) => (host === undefined ? [] : [host])),
  cellsOf: ({ name, address, state }, estate, applications) => [
    linkTo('host', name),
    address,
    state === 'enabled' ? 'enabled' : statusMark('disabled'),
    agentMark(estate.hostStatus(name)),
    tallyText(tally(applications.get(name) ?? [], estate)),
  ],
});

export const agentMark = (status) => statusMark(status, status === 'running' ? 'connected' : status);

import { linkTo } from '../parts/links.js';
import { statusMark } from '../parts/marks.js';
import { objectListPage } from './object-list.js';
import { byKey, tally, tallyText } from './tally.js';

/** Every tenant, with the applications that serve it. */
export const tenantsPage = objectListPage({
  ...{ section: 'tenants', kind: 'tenant', title: 'Tenants' },
  columns: ['Tenant', 'State', 'Applications'],
  prepare: (estate) => byKey(estate, ({ tenants }) => tenants),
  cellsOf: ({ name, state }, estate, applications) => [
    linkTo('tenant', name),
    state === 'enabled' ? 'enabled' : statusMark('disabled'),
    tallyText(tally(applications.get(name) ?? [], estate)),
  ],
});

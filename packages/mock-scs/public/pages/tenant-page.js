import { counted, statusMark } from '../parts/marks.js';
import { objectPage } from './object-page.js';

/** One tenant. */
export const tenantPage = objectPage({
  kind: 'tenant',
  hasApplication: ({ tenants }, name) => tenants.includes(name),
  factsOf: ({ state, dbid }) => [
    ['State', statusMark(state)],
    ['DBID', String(dbid)],
  ],
  actionsOf: ({ state }, _estate, applications) => [
    { action: 'enable', label: 'Enable', why: state === 'enabled' && 'It is enabled.' },
    {
      ...{ action: 'disable', label: 'Disable', isDangerous: true, why: state === 'disabled' && 'It is disabled.' },
      warning: `Nothing new begins for it on its ${counted(applications.length, 'application')}; those without another tenant are disabled with it.`,
    },
  ],
});

// The kinds of configuration objects: the list of a snapshot that holds each, its path in the API, and what people call it.
export const kinds = {
  tenant: { list: 'tenants', path: 'tenants', label: 'Tenant', plural: 'Tenants' },
  host: { list: 'hosts', path: 'hosts', label: 'Host', plural: 'Hosts' },
  application: { list: 'applications', path: 'applications', label: 'Application', plural: 'Applications' },
  switch: { list: 'switches', path: 'switches', label: 'Switch', plural: 'Switches' },
  database: { list: 'databases', path: 'databases', label: 'Database', plural: 'Databases' },
  strategy: { list: 'strategies', path: 'strategies', label: 'Strategy', plural: 'Strategies' },
  trainingJob: { list: 'trainingJobs', path: 'training-jobs', label: 'Training job', plural: 'Training jobs' },
};

export const apiPath = (kind, name) =>
  `/api/v1/${kinds[kind].path}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;

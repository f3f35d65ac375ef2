import fc from 'fast-check';
import { statusCodes } from '@eservices-lb/sdk/wire';
import { nastyText } from './nasty-text.js';
import { maybe, nearly } from './nearly.js';

const few = { maxLength: 3 };
const name = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom('Environment', 'Resources', 'chat-1', 'chat-2', 'web-1', 'localhost', 'ucs'),
  },
  { weight: 1, arbitrary: nastyText },
);
const dbid = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 20 }) },
  { weight: 1, arbitrary: fc.integer() },
);
const state = fc.constantFrom('enabled', 'disabled');
const sections = fc.dictionary(nastyText, fc.dictionary(nastyText, nastyText, { maxKeys: 2 }), { maxKeys: 2 });
const type = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom('ChatServer', 'WebAPIServer', 'ApplicationCluster', 'SMSServer', 'CapturePoint'),
  },
  { weight: 1, arbitrary: nastyText },
);

export const aTenant = nearly({ dbid, name, state: maybe(state) });
export const aHost = nearly({ dbid, name, address: fc.constantFrom('127.0.0.1', 'localhost', '::1') });

export const anApplication = nearly({
  ...{ dbid, name, type, state: maybe(state), tenants: fc.array(name, few), host: maybe(name) },
  ports: fc.array(
    nearly({ id: maybe(name), port: fc.integer({ min: 0, max: 70_000 }), secure: maybe(fc.boolean()) }),
    few,
  ),
  connections: fc.array(nearly({ application: name, portId: maybe(name), localTimeout: maybe(fc.double()) }), few),
  ...{ options: maybe(sections), annex: maybe(sections), backup: maybe(name), database: maybe(name) },
  ...{ redundancyType: maybe(fc.constantFrom('none', 'cold', 'warm', 'hot')), isPrimary: maybe(fc.boolean()) },
  ...{ startupTimeout: maybe(fc.constantFrom(1, 90, 0.001, 1e7)), simulated: maybe(fc.boolean()) },
  startInfo: maybe(nearly({ commandLine: nastyText, workingDirectory: maybe(nastyText) })),
});

export const aStatus = nearly({
  ...{ application: name, status: fc.constantFrom(...Object.keys(statusCodes)) },
  ...{ mode: maybe(fc.constantFrom('primary', 'backup', 'exiting')), load: maybe(fc.double()), sessions: maybe(dbid) },
  tenants: maybe(fc.array(name, few)),
});

export const aVersion = { epoch: fc.nat(3), revision: fc.nat(9) };

export const aSnapshotBody = nearly({
  ...aVersion,
  ...{ tenants: fc.array(aTenant, few), hosts: fc.array(aHost, few) },
  ...{ applications: fc.array(anApplication, { maxLength: 2 }), statuses: fc.array(aStatus, few) },
});

export const aConfigurationChange = fc.oneof(
  nearly({ ...aVersion, change: fc.constantFrom('added', 'changed'), kind: fc.constant('tenant'), object: aTenant }),
  nearly({ ...aVersion, change: fc.constantFrom('added', 'changed'), kind: fc.constant('host'), object: aHost }),
  nearly({
    ...aVersion,
    change: fc.constantFrom('added', 'changed'),
    kind: fc.constant('application'),
    object: anApplication,
  }),
  nearly({
    ...aVersion,
    change: fc.constant('deleted'),
    kind: fc.constantFrom('tenant', 'host', 'application', 'switch'),
    dbid,
  }),
);

/** A whole configuration, as in a file. */
export const aConfiguration = nearly({
  tenants: fc.array(aTenant, few),
  hosts: fc.array(aHost, few),
  switches: fc.array(nearly({ dbid, name, tenant: name, application: maybe(name) }), { maxLength: 1 }),
  databases: fc.array(nearly({ dbid, name, tenants: fc.array(name, few) }), { maxLength: 1 }),
  strategies: fc.array(nearly({ dbid, name, tenant: name, servers: fc.array(name, few) }), { maxLength: 1 }),
  applications: fc.array(anApplication, few),
});

// The fields of each kind of object, as the editor shows them.
const state = { name: 'state', label: 'State', type: 'choice', options: ['enabled', 'disabled'] };
const text = (name, label, more) => ({ name, label, type: 'text', ...more });
const number = (name, label, more) => ({ name, label, type: 'number', ...more });
const flag = (name, label) => ({ name, label, type: 'flag' });
const choice = (name, label, options) => ({ name, label, type: 'choice', options });
const oneOf = (kind, name, label, more) => ({ name, label, type: 'text', suggest: kind, ...more });
const someOf = (kind, name, label) => ({ name, label, type: 'names', suggest: kind });
const json = (name, label, more) => ({ name, label, type: 'json', ...more });
const optional = { isOptional: true };

const fields = {
  tenant: [state],
  host: [text('address', 'Address', { help: 'An IP address, or a name that resolves.' }), state],
  application: [
    text('type', 'Type', { suggest: 'type' }),
    text('version', 'Version'),
    state,
    oneOf('host', 'host', 'Host', optional),
    someOf('tenant', 'tenants', 'Tenants'),
    flag('isPrimary', 'Primary'),
    choice('redundancyType', 'Redundancy', ['none', 'cold', 'warm', 'hot']),
    oneOf('application', 'backup', 'Backup', optional),
    oneOf('database', 'database', 'Database', { ...optional, help: 'Of a Database Access Point.' }),
    flag('autoRestart', 'Restarts by itself'),
    flag('simulated', 'Simulated, without a process'),
    number('timeout', 'Reconnect time-out, s'),
    number('attempts', 'Reconnect attempts'),
    number('startupTimeout', 'Start-up time-out, s'),
    number('shutdownTimeout', 'Shutdown time-out, s'),
    json('ports', 'Ports', { help: '[{ "id": "default", "port": 8111, "protocol": "http" }]' }),
    json('connections', 'Connections', { help: '[{ "application": "ChatServer_1", "portId": "webapi" }]' }),
    json('options', 'Options', { help: '{ "section": { "key": "value" } }' }),
    json('annex', 'Annex', { help: '{ "section": { "key": "value" } }' }),
    json('startInfo', 'Start information', {
      ...optional,
      help: '{ "commandLine": "node", "commandLineArguments": [] }',
    }),
  ],
  switch: [
    state,
    choice('type', 'Type', ['multimedia', 'voice']),
    oneOf('tenant', 'tenant', 'Tenant'),
    oneOf('application', 'application', 'Interaction Server of type T-Server', optional),
  ],
  database: [state, someOf('tenant', 'tenants', 'Tenants')],
  strategy: [state, oneOf('tenant', 'tenant', 'Tenant'), someOf('application', 'servers', 'Activated on')],
  trainingJob: [
    state,
    oneOf('tenant', 'tenant', 'Tenant'),
    oneOf('application', 'application', 'Training Server', optional),
    choice('progress', 'Progress', ['waiting', 'running', 'finished']),
  ],
};

const identity = [text('name', 'Name'), number('dbid', 'DBID', { help: 'Kept for life, and never used again.' })];

/** The fields of a kind; name and DBID can be given to a new object only. */
export const fieldsOf = (kind, isNew) => (isNew ? [...identity, ...fields[kind]] : fields[kind]);

/** What a new object of a kind begins with. */
export function blankOf(kind, estate) {
  const dbid = Math.max(0, ...estate.all(kind).map((each) => each.dbid)) + 1;
  const tenant = estate.all('tenant')[0]?.name;
  const beginnings = {
    host: { address: '127.0.0.1' },
    application: {
      ...{
        type: '',
        version: '8.1.4',
        host: estate.all('host')[0]?.name,
        tenants: [],
        isPrimary: true,
        redundancyType: 'none',
      },
      ...{ autoRestart: false, simulated: true, timeout: 10, attempts: 1, startupTimeout: 90, shutdownTimeout: 90 },
      ...{ ports: [], connections: [], options: {}, annex: {} },
    },
    switch: { type: 'multimedia', tenant },
    database: { tenants: [] },
    strategy: { tenant, servers: [] },
    trainingJob: { tenant, progress: 'waiting' },
  };
  return { name: '', dbid, state: 'enabled', ...beginnings[kind] };
}

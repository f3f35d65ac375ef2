import type { RunTimeFacts } from '@eservices-lb/sdk/rules';
import { to } from './an-estate-of.js';
import type { EstateFields } from './an-estate-of.js';

/** An estate that keeps a rule, or the finding that it gives. */
export interface RuleExample {
  readonly rule: string;
  readonly title: string;
  readonly estate: EstateFields;
  readonly facts?: RunTimeFacts;
  readonly finding?: {
    readonly severity: 'error' | 'warning';
    readonly path: readonly (string | number)[];
    readonly names: readonly string[];
    /** A part of the message. */
    readonly says: string;
  };
}

const both = ['Environment', 'Resources'];

const annexOfFirst = { URS_1: { agent_reservation: 'true' } };
const routing = {
  strategies: [{ name: 'C', tenant: 'Environment', servers: ['URS_1', 'URS_2'] }],
  applications: [
    {
      name: 'IXN',
      type: 'InteractionServer',
      annex: { ...annexOfFirst, URS_2: { agent_reservation: 'true' } },
    },
    ...['URS_1', 'URS_2'].map((name) => ({
      name,
      type: 'UniversalRoutingServer',
      connections: to('IXN'),
      options: { default: { agent_reservation: 'true' } },
    })),
  ],
};

/** The estate with other fields in one application. */
const changed = (estate: EstateFields, name: string, fields: Readonly<Record<string, unknown>>): EstateFields => ({
  ...estate,
  applications: estate.applications.map((each) => (each.name === name ? { ...each, ...fields } : each)),
});

const databases = [{ name: 'first' }, { name: 'second' }];
const accessPoints = (second: string): EstateFields['applications'] => [
  { name: 'DAP_1', type: 'DatabaseAccessPoint', database: 'first' },
  { name: 'DAP_2', type: 'DatabaseAccessPoint', database: second },
];

const standby: EstateFields = {
  applications: [
    { name: 'IXN', type: 'InteractionServer', backup: 'IXN_B' },
    { name: 'IXN_B', type: 'InteractionServer', host: 'two', isPrimary: false },
  ],
};

const capturePair: EstateFields = {
  applications: [
    { name: 'IXN', type: 'InteractionServer', backup: 'IXN_B', connections: to('CP') },
    { name: 'IXN_B', type: 'InteractionServer', host: 'two', isPrimary: false },
    { name: 'CP', type: 'CapturePoint', backup: 'CP_B', options: { settings: { 'capture-point-type': 'jms' } } },
    {
      name: 'CP_B',
      type: 'CapturePoint',
      host: 'two',
      isPrimary: false,
      options: { settings: { 'capture-point-type': 'jms' } },
    },
  ],
};

const capture = (kind: string, version: string): EstateFields => ({
  applications: [
    { name: 'CP', type: 'CapturePoint', options: { settings: { 'capture-point-type': kind } } },
    { name: 'IXN', type: 'InteractionServer', version, connections: to('CP') },
  ],
});

const captureForTwo = (options: Readonly<Record<string, unknown>>): EstateFields => ({
  applications: [
    { name: 'IXN', type: 'InteractionServer', tenants: both, connections: to('CP') },
    { name: 'CP', type: 'CapturePoint', tenants: both, options },
  ],
});
const kind = { 'capture-point-type': 'file' };

const sms = (...numbers: readonly (string | undefined)[]): EstateFields => ({
  applications: [
    { name: 'IXN', type: 'InteractionServer', annex: { 'sms-numbers': { Environment: '+1650, +1925, +1510' } } },
    ...numbers.map((list, at) => ({
      name: `SMS_${at + 1}`,
      type: 'SMSServer',
      options: list === undefined ? {} : { channel: { numbers: list } },
    })),
  ],
});

const custom = (first: string | undefined, second: string | undefined): EstateFields => ({
  applications: [
    {
      name: 'IXN',
      type: 'InteractionServer',
      connections: [first, second].map((service, at) => ({
        application: `Custom_${at + 1}`,
        parameters: service === undefined ? {} : { service },
      })),
    },
    { name: 'Custom_1', type: 'ThirdPartyServer' },
    { name: 'Custom_2', type: 'ThirdPartyServer' },
  ],
});

const nested = (user: string): EstateFields => ({
  applications: [
    { name: 'User', type: user, connections: to('Outer') },
    { name: 'Outer', type: 'ApplicationCluster', connections: to('Inner') },
    { name: 'Inner', type: 'ApplicationCluster', connections: to('Chat') },
    { name: 'Chat', type: 'ChatServer' },
  ],
});

const withoutNesting = (user: string): EstateFields => changed(nested(user), 'Outer', { connections: to('Chat') });

export const ruleTable: readonly RuleExample[] = [
  // MT-2
  {
    rule: 'MT-2',
    title: 'accepts an E-mail Server for each tenant',
    estate: {
      applications: [
        { name: 'Email_1', type: 'EmailServer' },
        { name: 'Email_2', type: 'EmailServer', tenants: ['Resources'] },
      ],
    },
  },
  {
    rule: 'MT-2',
    title: 'refuses an E-mail Server that a tenant has only together with another',
    estate: {
      applications: [
        { name: 'Email_1', type: 'EmailServer' },
        { name: 'Email_2', type: 'EmailServer', tenants: both },
      ],
    },
    finding: {
      severity: 'error',
      path: ['applications', 1, 'tenants', 1],
      names: ['Email_2', 'Resources'],
      says: 'no EmailServer of its own',
    },
  },
  // MT-3
  ...['UniversalContactServer', 'ChatServer', 'ClassificationServer', 'SMSServer', 'InteractionServer'].map((type) => ({
    rule: 'MT-3',
    title: `accepts a ${type} with two tenants`,
    estate: { applications: [{ name: 'Server', type, tenants: both }] },
  })),
  ...['DBServer', 'StatServer', 'ThirdPartyServer', 'ApplicationCluster'].map((type) => ({
    rule: 'MT-3',
    title: `says nothing of a ${type}, which is no eServices application, with two tenants or none`,
    estate: {
      applications: [
        { name: 'Two', type, tenants: both },
        { name: 'None', type, tenants: [] },
      ],
    },
  })),
  ...['EmailServer', 'CoBrowsingServer', 'TrainingServer', 'CallbackServer', 'InteractionServerProxy'].map((type) => ({
    rule: 'MT-3',
    title: `refuses a ${type} with two tenants`,
    estate: { applications: [{ name: 'Server', type, tenants: both }] },
    finding: {
      severity: 'error' as const,
      path: ['applications', 0, 'tenants', 1],
      names: ['Server', 'Resources'],
      says: 'works for exactly one',
    },
  })),
  {
    rule: 'MT-3',
    title: 'refuses a Chat Server without a tenant',
    estate: { applications: [{ name: 'Chat', type: 'ChatServer', tenants: [] }] },
    finding: { severity: 'error', path: ['applications', 0, 'tenants'], names: ['Chat'], says: 'no tenant' },
  },
  {
    rule: 'MT-3',
    title: 'accepts a backup without tenants, which takes those of its primary (LB-14)',
    estate: {
      applications: [
        { name: 'Email', type: 'EmailServer', backup: 'Email_B' },
        { name: 'Email_B', type: 'EmailServer', tenants: [], isPrimary: false },
      ],
    },
  },
  {
    rule: 'MT-3',
    title: 'warns of a Social Messaging Server with two tenants, by both sentences of the guide',
    estate: { applications: [{ name: 'Social', type: 'SocialMessagingServer', tenants: both }] },
    finding: {
      severity: 'warning',
      path: ['applications', 0, 'tenants', 1],
      names: ['Social', 'Resources'],
      says: 'its opening sentence counts Social Messaging Server among the applications that "can be shared across tenants", but the list of those that "can have more than one Tenant specified" leaves it out',
    },
  },
  {
    rule: 'MT-3',
    title: 'refuses a Web API Server with two tenants that nothing balances',
    estate: { applications: [{ name: 'Web', type: 'WebAPIServer', tenants: both }] },
    finding: {
      severity: 'error',
      path: ['applications', 0, 'tenants', 1],
      names: ['Web', 'Resources'],
      says: 'only if it is itself an object of load balancing',
    },
  },
  {
    rule: 'MT-3',
    title: 'accepts a Web API Server with two tenants that another application connects to',
    estate: {
      applications: [
        { name: 'Web', type: 'WebAPIServer', tenants: both },
        { name: 'FrontDoor', type: 'ThirdPartyServer', connections: to('Web') },
      ],
    },
  },
  {
    rule: 'MT-3',
    title: 'accepts two Web API Servers with two tenants, as in the first figure of the guide',
    estate: {
      applications: [
        { name: 'Web_1', type: 'WebAPIServer', tenants: both },
        { name: 'Web_2', type: 'WebAPIServer', tenants: both },
      ],
    },
  },
  // MT-4
  ...(
    [
      ['SMSServer', '8.1.4'],
      ['SocialMessagingServer', '8.1.4'],
      ['InteractionServer', '8.1.1'],
      ['InteractionServer', '8.1.100.05'],
    ] as const
  ).map(([type, version]) => ({
    rule: 'MT-4',
    title: `warns of a ${type} ${version} that runs with other tenants than configured`,
    estate: { applications: [{ name: 'Server', type, version, tenants: ['Resources'] }] },
    facts: {
      statuses: [{ application: 'Server', status: 'running', mode: 'primary', tenants: ['Environment'] }],
    } as const,
    finding: {
      severity: 'warning' as const,
      path: ['applications', 0, 'tenants'],
      names: ['Server'],
      says: 'goes on working for "Environment" until it is restarted, not for "Resources"',
    },
  })),
  ...(
    [
      ['ChatServer', '8.1.4', 'running'],
      ['InteractionServer', '8.1.2', 'running'],
      ['InteractionServer', '8.1.200.10', 'running'],
      ['SMSServer', '8.1.4', 'stopped'],
    ] as const
  ).map(([type, version, status]) => ({
    rule: 'MT-4',
    title: `accepts a ${status} ${type} ${version} that started with other tenants`,
    estate: { applications: [{ name: 'Server', type, version, tenants: ['Resources'] }] },
    facts: {
      statuses: [{ application: 'Server', status, mode: 'primary' as const }],
      startedWith: new Map([['Server', { tenants: ['Environment'] }]]),
    },
  })),
  // MT-5
  {
    rule: 'MT-5',
    title: 'accepts one switch, one Interaction Server pair, one UCS for each tenant, and a database for both',
    estate: {
      switches: [
        { name: 'Switch_1', tenant: 'Environment' },
        { name: 'Switch_2', tenant: 'Resources' },
        { name: 'Voice', tenant: 'Environment', type: 'voice' },
      ],
      databases: [{ name: 'shared', tenants: both }],
      applications: [
        ...standby.applications,
        { name: 'UCS_1', type: 'UniversalContactServer', connections: to('DAP') },
        { name: 'UCS_2', type: 'UniversalContactServer', tenants: ['Resources'], connections: to('DAP') },
        { name: 'DAP', type: 'DatabaseAccessPoint', database: 'shared' },
      ],
    },
  },
  {
    rule: 'MT-5',
    title: 'refuses a second multimedia switch of a tenant',
    estate: {
      switches: [
        { name: 'Switch_1', tenant: 'Environment' },
        { name: 'Switch_2', tenant: 'Environment' },
      ],
      applications: [],
    },
    finding: {
      severity: 'error',
      path: ['switches', 1, 'tenant'],
      names: ['Switch_2', 'Environment'],
      says: 'has the multimedia switch "Switch_1" already',
    },
  },
  ...['InteractionServer', 'UniversalContactServer'].map((type) => ({
    rule: 'MT-5',
    title: `refuses a second ${type} of a tenant`,
    estate: {
      applications: [
        { name: 'First', type },
        { name: 'Second', type, tenants: ['Resources', 'Environment'] },
      ],
    },
    finding: {
      severity: 'error' as const,
      path: ['applications', 1, 'tenants', 1],
      names: ['Second', 'Environment'],
      says: '"First" already',
    },
  })),
  {
    rule: 'MT-5',
    title: 'refuses a second UCS database of a tenant',
    estate: {
      databases,
      applications: [
        { name: 'UCS', type: 'UniversalContactServer', connections: to('DAP_1', 'DAP_2') },
        ...accessPoints('second'),
      ],
    },
    finding: {
      severity: 'error',
      path: ['applications', 0, 'connections', 1, 'application'],
      names: ['UCS', 'Environment', 'second'],
      says: 'is "first" already',
    },
  },
  {
    rule: 'MT-5',
    title: 'accepts a UCS with a database for each of its tenants',
    estate: {
      databases: [
        { name: 'first', tenants: ['Environment'] },
        { name: 'second', tenants: ['Resources'] },
      ],
      applications: [
        { name: 'UCS', type: 'UniversalContactServer', tenants: both, connections: to('DAP_1', 'DAP_2') },
        ...accessPoints('second'),
      ],
    },
  },
  // MT-6
  {
    rule: 'MT-6',
    title: 'accepts an Interaction Server of type InteractionServer with two tenants, and one of type TServer with one',
    estate: {
      switches: [{ name: 'Switch', tenant: 'Environment', application: 'Old' }],
      applications: [
        { name: 'IXN', type: 'InteractionServer', tenants: both },
        { name: 'Old', type: 'TServer' },
      ],
    },
  },
  {
    rule: 'MT-6',
    title: 'refuses an Interaction Server of type TServer with two tenants',
    estate: {
      switches: [{ name: 'Switch', tenant: 'Environment', application: 'Old' }],
      applications: [{ name: 'Old', type: 'TServer', tenants: both }],
    },
    finding: { severity: 'error', path: ['applications', 0, 'type'], names: ['Old'], says: 'of type TServer cannot' },
  },
  {
    rule: 'MT-6',
    title: 'accepts the T-Server of a voice switch with two tenants',
    estate: {
      switches: [{ name: 'Switch', type: 'voice', tenant: 'Environment', application: 'Voice' }],
      applications: [{ name: 'Voice', type: 'TServer', tenants: both }],
    },
  },
  {
    rule: 'MT-6',
    title: 'warns of a switch that names an application of type InteractionServer',
    estate: {
      switches: [{ name: 'Switch', tenant: 'Environment', application: 'IXN' }],
      applications: [{ name: 'IXN', type: 'InteractionServer' }],
    },
    finding: {
      severity: 'warning',
      path: ['switches', 0, 'application'],
      names: ['Switch', 'IXN'],
      says: 'specifies no switch',
    },
  },
  // MT-7
  {
    rule: 'MT-7',
    title: 'accepts an Interaction Server whose tenant has one multimedia switch, with a client of 7.1',
    estate: {
      switches: [{ name: 'Switch', tenant: 'Environment' }],
      applications: [
        { name: 'IXN', type: 'InteractionServer' },
        { name: 'Old', type: 'EmailServer', version: '7.1.0', connections: to('IXN') },
      ],
    },
  },
  {
    rule: 'MT-7',
    title: 'warns of an Interaction Server whose tenant has two multimedia switches',
    estate: {
      switches: [
        { name: 'Switch_1', tenant: 'Environment' },
        { name: 'Switch_2', tenant: 'Environment' },
      ],
      applications: [{ name: 'IXN', type: 'InteractionServer' }],
    },
    finding: {
      severity: 'warning',
      path: ['applications', 0, 'tenants', 0],
      names: ['IXN', 'Environment'],
      says: 'has 2 multimedia switches',
    },
  },
  {
    rule: 'MT-7',
    title: 'warns of a client of 7.1 whose tenant has no multimedia switch',
    estate: {
      applications: [
        { name: 'IXN', type: 'InteractionServer' },
        { name: 'Old', type: 'EmailServer', version: '7.1.2', connections: to('IXN') },
      ],
    },
    finding: {
      severity: 'warning',
      path: ['applications', 1, 'version'],
      names: ['Old', 'IXN', 'Environment'],
      says: 'but there is none',
    },
  },
  // MT-8
  {
    rule: 'MT-8',
    title: 'accepts a Capture Point for two tenants that maps values of an attribute to them',
    estate: captureForTwo({
      settings: { ...kind, 'tenant-attribute': 'Region' },
      tenants: { north: 'Environment', south: 'Resources' },
    }),
  },
  {
    rule: 'MT-8',
    title: 'accepts a Capture Point for one tenant without any mapping',
    estate: capture('file', '8.1.4'),
  },
  {
    rule: 'MT-8',
    title: 'refuses a Capture Point for two tenants that names no attribute',
    estate: captureForTwo({ settings: kind }),
    finding: {
      severity: 'error',
      path: ['applications', 1, 'options', 'settings', 'tenant-attribute'],
      names: ['CP', 'Environment', 'Resources'],
      says: 'no attribute tells',
    },
  },
  {
    rule: 'MT-8',
    title: 'refuses a mapping to a tenant that does not exist',
    estate: captureForTwo({ settings: { ...kind, 'tenant-attribute': 'Region' }, tenants: { north: 'Nowhere' } }),
    finding: {
      severity: 'error',
      path: ['applications', 1, 'options', 'tenants', 'north'],
      names: ['CP'],
      says: 'to the tenant "Nowhere", which does not exist',
    },
  },
  // LB-9, IXN-7
  { rule: 'LB-9', title: 'accepts a cluster of servers', estate: withoutNesting('WebAPIServer') },
  {
    rule: 'LB-9',
    title: 'refuses a cluster within a cluster',
    estate: nested('WebAPIServer'),
    finding: {
      severity: 'error',
      path: ['applications', 1, 'connections', 0, 'application'],
      names: ['Outer', 'Inner'],
      says: 'only one level is allowed',
    },
  },
  { rule: 'LB-9', title: 'leaves the clusters of Interaction Server to IXN-7', estate: nested('InteractionServer') },
  { rule: 'IXN-7', title: 'accepts a cluster of servers', estate: withoutNesting('InteractionServer') },
  {
    rule: 'IXN-7',
    title: 'refuses a cluster within a cluster that Interaction Server uses',
    estate: nested('InteractionServer'),
    finding: {
      severity: 'error',
      path: ['applications', 1, 'connections', 0, 'application'],
      names: ['Outer', 'Inner'],
      says: 'only one level is allowed',
    },
  },
  // LB-13
  ...[[{ id: 'webapi', port: 1 }], [{ id: 'flex', port: 1, protocol: 'chat-flex' }], [{ id: 'default', port: 1 }]].map(
    ([port]) => ({
      rule: 'LB-13',
      title: `accepts a connection to a Chat Server with the port ${JSON.stringify(port)}`,
      estate: {
        applications: [
          { name: 'Web', type: 'WebAPIServer', connections: to('Chat') },
          { name: 'Chat', type: 'ChatServer', ports: [port] },
        ],
      },
    }),
  ),
  {
    rule: 'LB-13',
    title: 'refuses a connection that names a port which the server does not have',
    estate: {
      applications: [
        { name: 'Web', type: 'WebAPIServer', connections: [{ application: 'Chat', portId: 'tls' }] },
        { name: 'Chat', type: 'ChatServer' },
      ],
    },
    finding: {
      severity: 'error',
      path: ['applications', 0, 'connections', 0, 'portId'],
      names: ['Web', 'Chat'],
      says: '"Chat" has no port with the id "tls"',
    },
  },
  {
    rule: 'LB-13',
    title: 'refuses a connection, through a cluster, to a server without the usual port',
    estate: {
      applications: [
        { name: 'Web', type: 'WebAPIServer', connections: to('Cluster') },
        { name: 'Cluster', type: 'ApplicationCluster', connections: to('Email') },
        { name: 'Email', type: 'EmailServer', ports: [{ id: 'smtp', port: 25 }] },
      ],
    },
    finding: {
      severity: 'error',
      path: ['applications', 1, 'connections', 0, 'application'],
      names: ['Cluster', 'Email'],
      says: '"Email" has no port with the id "default"',
    },
  },
  {
    rule: 'LB-13',
    title: 'refuses a backup without the port that clients of its primary use',
    estate: {
      applications: [
        { name: 'Web', type: 'WebAPIServer', connections: to('Email') },
        { name: 'Email', type: 'EmailServer', backup: 'Email_B' },
        { name: 'Email_B', type: 'EmailServer', isPrimary: false, ports: [] },
      ],
    },
    finding: {
      severity: 'error',
      path: ['applications', 2, 'ports'],
      names: ['Email_B', 'Email'],
      says: 'no port with the id "default"',
    },
  },
  // IXN-2
  { rule: 'IXN-2', title: 'accepts two routing servers with all four settings', estate: routing },
  {
    rule: 'IXN-2',
    title: 'accepts the example of the guide: A on one, B on the other, C on both',
    estate: {
      ...routing,
      strategies: [
        { name: 'A', tenant: 'Environment', servers: ['URS_1'] },
        { name: 'B', tenant: 'Environment', servers: ['URS_2'] },
        { name: 'C', tenant: 'Environment', servers: ['URS_1', 'URS_2'] },
      ],
    },
  },
  {
    rule: 'IXN-2',
    title: 'accepts a single routing server without any of them',
    estate: {
      applications: [
        { name: 'IXN', type: 'InteractionServer' },
        { name: 'URS', type: 'UniversalRoutingServer', connections: to('IXN') },
      ],
    },
  },
  {
    rule: 'IXN-2',
    title: 'refuses a routing server without a connection',
    estate: changed(routing, 'URS_2', { connections: [] }),
    finding: {
      severity: 'error',
      path: ['applications', 2, 'connections'],
      names: ['URS_2', 'IXN'],
      says: 'no connection to "IXN"',
    },
  },
  {
    rule: 'IXN-2',
    title: 'refuses a routing server that does not reserve agents',
    estate: changed(routing, 'URS_2', { options: { default: { agent_reservation: 'false' } } }),
    finding: {
      severity: 'error',
      path: ['applications', 2, 'options', 'default', 'agent_reservation'],
      names: ['URS_2', 'IXN'],
      says: 'default/agent_reservation is not true',
    },
  },
  {
    rule: 'IXN-2',
    title: 'refuses an Interaction Server whose annex leaves out a routing server',
    estate: changed(routing, 'IXN', { annex: annexOfFirst }),
    finding: {
      severity: 'error',
      path: ['applications', 0, 'annex', 'URS_2', 'agent_reservation'],
      names: ['IXN', 'URS_2'],
      says: 'its annex does not say agent_reservation = true for "URS_2"',
    },
  },
  {
    rule: 'IXN-2',
    title: 'warns of a routing server that no strategy was activated on',
    estate: { ...routing, strategies: [{ name: 'C', tenant: 'Environment', servers: ['URS_1'] }] },
    finding: {
      severity: 'warning',
      path: ['strategies', 0, 'servers'],
      names: ['URS_2', 'C'],
      says: 'no strategy was activated on it',
    },
  },
  ...(
    [
      ['is said to be shared by a strategy', { connections: [], options: {} }, {}, ['URS_1', 'URS_2']],
      ['stands on the annex of Interaction Server', { connections: [], options: {} }, { URS_2: {} }, ['URS_1']],
      ['reserves agents', { connections: [], options: { default: { agent_reservation: ' true ' } } }, {}, ['URS_1']],
    ] as const
  ).map(([how, fields, annex, servers]): RuleExample => ({
    rule: 'IXN-2',
    title: `refuses a routing server without a connection that ${how}`,
    estate: {
      ...changed(changed(routing, 'URS_2', fields), 'IXN', {
        annex: { URS_1: { agent_reservation: 'true' }, ...annex },
      }),
      strategies: [{ name: 'C', tenant: 'Environment', servers: [...servers] }],
    },
    finding: {
      severity: 'error',
      path: ['applications', 2, 'connections'],
      names: ['URS_2', 'IXN'],
      says: 'no connection to "IXN", so the routing servers of "IXN" are not balanced',
    },
  })),
  {
    rule: 'IXN-2',
    title: 'refuses a routing server that is connected, and of which nothing else is said',
    estate: {
      ...changed(changed(routing, 'URS_2', { options: {} }), 'IXN', { annex: annexOfFirst }),
      strategies: [{ name: 'C', tenant: 'Environment', servers: ['URS_1'] }],
    },
    finding: {
      severity: 'error',
      path: ['applications', 2, 'options', 'default', 'agent_reservation'],
      names: ['URS_2', 'IXN'],
      says: 'default/agent_reservation is not true',
    },
  },
  {
    rule: 'IXN-2',
    title: 'refuses a routing server that is connected to somebody else',
    estate: {
      ...routing,
      applications: [
        ...changed(routing, 'URS_2', { connections: to('Stat') }).applications,
        { name: 'Stat', type: 'StatServer' },
      ],
    },
    finding: {
      severity: 'error',
      path: ['applications', 2, 'connections'],
      names: ['URS_2', 'IXN'],
      says: 'no connection to "IXN"',
    },
  },
  {
    rule: 'IXN-2',
    title: 'accepts a client of another type, and a routing server that a strategy alone names',
    estate: {
      ...routing,
      strategies: [
        { name: 'A', tenant: 'Environment', servers: ['URS_1'] },
        { name: 'B', tenant: 'Environment', servers: ['URS_2'] },
      ],
      applications: [
        ...changed(changed(routing, 'URS_2', { connections: [], options: {} }), 'IXN', { annex: annexOfFirst })
          .applications,
        { name: 'Chat', type: 'ChatServer', connections: to('IXN') },
      ],
    },
  },
  {
    rule: 'IXN-2',
    title: 'accepts two routing servers while there is no strategy yet',
    estate: { ...routing, strategies: [] },
  },
  {
    rule: 'IXN-2',
    title: 'accepts a routing server that nothing says is to be balanced',
    estate: {
      ...changed(changed(routing, 'URS_2', { connections: [], options: {} }), 'IXN', { annex: annexOfFirst }),
      strategies: [{ name: 'C', tenant: 'Environment', servers: ['URS_1'] }],
    },
  },
  {
    rule: 'IXN-2',
    title:
      'refuses an Interaction Server of type T-Server as well, with a routing server behind a cluster (MT-6, LB-9)',
    estate: {
      ...routing,
      switches: [{ name: 'Multimedia', tenant: 'Environment', type: 'multimedia', application: 'IXN' }],
      applications: [
        ...changed(changed(routing, 'IXN', { type: 'TServer', annex: annexOfFirst }), 'URS_2', {
          connections: to('Servers'),
        }).applications,
        { name: 'Servers', type: 'ApplicationCluster', connections: to('IXN') },
      ],
    },
    finding: {
      severity: 'error',
      path: ['applications', 0, 'annex', 'URS_2', 'agent_reservation'],
      names: ['IXN', 'URS_2'],
      says: 'its annex does not say agent_reservation = true for "URS_2"',
    },
  },
  {
    rule: 'IXN-2',
    title: 'says nothing of a T-Server that no multimedia switch names (MT-6)',
    estate: changed(routing, 'IXN', { type: 'TServer', annex: {} }),
  },
  // IXN-6
  { rule: 'IXN-6', title: 'accepts direct connections to custom servers of one service', estate: custom('fax', 'fax') },
  {
    rule: 'IXN-6',
    title: 'accepts custom servers behind a cluster for each service',
    estate: {
      applications: [
        { name: 'IXN', type: 'InteractionServer', connections: to('Fax', 'IM') },
        { name: 'Fax', type: 'ApplicationCluster', connections: to('Custom_1') },
        { name: 'IM', type: 'ApplicationCluster', connections: to('Custom_2') },
        { name: 'Custom_1', type: 'ThirdPartyServer' },
        { name: 'Custom_2', type: 'ThirdPartyServer' },
      ],
    },
  },
  {
    rule: 'IXN-6',
    title: 'refuses direct connections to custom servers of different services',
    estate: custom('fax', 'im'),
    finding: {
      severity: 'error',
      path: ['applications', 0, 'connections', 1, 'application'],
      names: ['IXN', 'Custom_1', 'Custom_2'],
      says: 'different services (fax, im)',
    },
  },
  {
    rule: 'IXN-6',
    title: 'warns of direct connections to custom servers whose services are not said',
    estate: custom(undefined, undefined),
    finding: {
      severity: 'warning',
      path: ['applications', 0, 'connections', 1, 'application'],
      names: ['IXN', 'Custom_1', 'Custom_2'],
      says: 'cannot tell apart',
    },
  },
  // IXN-8
  {
    rule: 'IXN-8',
    title: 'accepts two Database Access Points to one database',
    estate: {
      databases,
      applications: [
        { name: 'IXN', type: 'InteractionServer', connections: to('DAP_1', 'DAP_2') },
        ...accessPoints('first'),
      ],
    },
  },
  {
    rule: 'IXN-8',
    title: 'refuses Database Access Points to two databases',
    estate: {
      databases,
      applications: [
        { name: 'IXN', type: 'InteractionServer', connections: to('DAP_1', 'DAP_2') },
        ...accessPoints('second'),
      ],
    },
    finding: {
      severity: 'error',
      path: ['applications', 0, 'connections', 1, 'application'],
      names: ['IXN', 'DAP_2', 'second'],
      says: 'leads to "second", the others to "first"',
    },
  },
  // IXN-9
  {
    rule: 'IXN-9',
    title: 'accepts a running Interaction Server that has the database it started with',
    estate: {
      databases,
      applications: [{ name: 'IXN', type: 'InteractionServer', connections: to('DAP_1') }, ...accessPoints('first')],
    },
    facts: { startedWith: new Map([['IXN', { databases: ['first'] }]]) },
  },
  {
    rule: 'IXN-9',
    title: 'warns of a Database Access Point that changed under a running Interaction Server',
    estate: {
      databases,
      applications: [{ name: 'IXN', type: 'InteractionServer', connections: to('DAP_1') }, ...accessPoints('first')],
    },
    facts: { startedWith: new Map([['IXN', { databases: ['second'] }]]) },
    finding: {
      severity: 'warning',
      path: ['applications', 1, 'database'],
      names: ['DAP_1', 'IXN', 'first'],
      says: 'but "IXN" runs with "second" and goes on so; after a switchover',
    },
  },
  // IXN-10
  {
    rule: 'IXN-10',
    title: 'accepts a pair whose hosts both have a connected Local Control Agent',
    estate: standby,
    facts: {
      hostStatuses: [
        { host: 'one', status: 'running' },
        { host: 'two', status: 'running' },
      ],
    },
  },
  {
    rule: 'IXN-10',
    title: 'warns of a pair of which one host has no connected Local Control Agent',
    estate: standby,
    facts: {
      hostStatuses: [
        { host: 'one', status: 'running' },
        { host: 'two', status: 'disconnected' },
      ],
    },
    finding: {
      severity: 'warning',
      path: ['applications', 1, 'host'],
      names: ['IXN_B', 'two'],
      says: '"two" is disconnected, so there is no switchover',
    },
  },
  // CP-2
  {
    rule: 'CP-2',
    title: 'accepts a pair of Capture Points on the hosts of the pair of Interaction Servers',
    estate: capturePair,
  },
  {
    rule: 'CP-2',
    title: 'ignores the host of a Capture Point without a backup (CP-1)',
    estate: changed(capture('file', '8.1.4'), 'CP', { host: 'two' }),
  },
  {
    rule: 'CP-2',
    title: 'refuses a primary Capture Point on another host',
    estate: changed(capturePair, 'CP', { host: 'two' }),
    finding: { severity: 'error', path: ['applications', 2, 'host'], names: ['CP', 'IXN'], says: 'is on "one"' },
  },
  {
    rule: 'CP-2',
    title: 'refuses a backup Capture Point on another host',
    estate: changed(capturePair, 'CP_B', { host: 'one' }),
    finding: { severity: 'error', path: ['applications', 3, 'host'], names: ['CP_B', 'IXN_B'], says: 'is on "two"' },
  },
  // CP-4
  ...(
    [
      ['jms', '8.0.2'],
      ['file', '8.0.21'],
      ['file', '8.0.3'],
      ['database', '8.1.0'],
      ['database', '8.1.000.12'],
      ['web-service', '8.1.2'],
      ['web-service', '8.5'],
    ] as const
  ).map(([type, version]) => ({
    rule: 'CP-4',
    title: `accepts a Capture Point of the kind ${type} in Interaction Server ${version}`,
    estate: capture(type, version),
  })),
  ...(
    [
      ['jms', '8.0.1', '8.0.2'],
      ['file', '8.0.2', '8.0.21'],
      ['file', '8.0.200.30', '8.0.21'],
      ['database', '8.0.3', '8.1.0'],
      ['web-service', '8.1.1', '8.1.2'],
    ] as const
  ).map(([type, version, release]) => ({
    rule: 'CP-4',
    title: `refuses a Capture Point of the kind ${type} in Interaction Server ${version}`,
    estate: capture(type, version),
    finding: {
      severity: 'error' as const,
      path: ['applications', 1, 'version'],
      names: ['IXN', 'CP'],
      says: `needs ${release} or later`,
    },
  })),
  {
    rule: 'CP-4',
    title: 'refuses a kind that there is not',
    estate: capture('pigeon', '8.1.4'),
    finding: {
      severity: 'error',
      path: ['applications', 0, 'options', 'settings', 'capture-point-type'],
      names: ['CP'],
      says: 'there are jms, file, database, web-service',
    },
  },
  // SMS-2
  { rule: 'SMS-2', title: 'accepts numbers divided without overlap and gap', estate: sms('+1650', '+1925, +1510') },
  { rule: 'SMS-2', title: 'accepts a single SMS Server that takes every number', estate: sms(undefined) },
  {
    rule: 'SMS-2',
    title: 'refuses a number in two subsets',
    estate: sms('+1650, +1925', '+19250-+19259, +1510'),
    finding: {
      severity: 'error',
      path: ['applications', 2, 'options', 'channel', 'numbers'],
      names: ['SMS_2', 'SMS_1', 'Environment'],
      says: 'it takes +1925, and so does "SMS_1"',
    },
  },
  {
    rule: 'SMS-2',
    title: 'refuses a served number in no subset',
    estate: sms('+1650', '+1510'),
    finding: {
      severity: 'error',
      path: ['applications', 0, 'annex', 'sms-numbers', 'Environment'],
      names: ['IXN', 'Environment', 'SMS_1', 'SMS_2'],
      says: 'the numbers +1925 of tenant "Environment" are to be served',
    },
  },
  {
    rule: 'SMS-2',
    title: 'refuses a second SMS Server where one takes every number',
    estate: sms('+1650', undefined),
    finding: {
      severity: 'error',
      path: ['applications', 2, 'options', 'channel', 'numbers'],
      names: ['SMS_2', 'Environment'],
      says: 'does not say which numbers it takes',
    },
  },
  {
    rule: 'SMS-2',
    title: 'refuses what is no number',
    estate: sms('+1650, +1925, +1510, five'),
    finding: {
      severity: 'error',
      path: ['applications', 1, 'options', 'channel', 'numbers'],
      names: ['SMS_1'],
      says: '"five" is neither a prefix',
    },
  },
  // PX-2
  {
    rule: 'PX-2',
    title: 'accepts 10,000 direct clients',
    estate: { applications: [{ name: 'IXN', type: 'InteractionServer' }] },
    facts: { statuses: [{ application: 'IXN', status: 'running', mode: 'primary', load: 10_000 }] },
  },
  ...['InteractionServer', 'UniversalContactServer'].map((type) => ({
    rule: 'PX-2',
    title: `warns of more than 10,000 direct clients of ${type}`,
    estate: { applications: [{ name: 'Server', type }] },
    facts: { statuses: [{ application: 'Server', status: 'running', mode: 'primary', load: 10_001 }] } as const,
    finding: {
      severity: 'warning' as const,
      path: ['applications', 0],
      names: ['Server'],
      says: '10,001 direct clients',
    },
  })),
  // BK-1
  ...[
    'ChatServer',
    'ClassificationServer',
    'EmailServer',
    'InteractionServer',
    'SMSServer',
    'UniversalContactServer',
  ].map((type) => ({
    rule: 'BK-1',
    title: `accepts warm standby of ${type}`,
    estate: {
      applications: [
        { name: 'Server', type, redundancyType: 'warm', backup: 'Backup' },
        { name: 'Backup', type, redundancyType: 'warm', isPrimary: false },
      ],
    },
  })),
  ...['CoBrowsingServer', 'TrainingServer', 'WebAPIServer'].map((type) => ({
    rule: 'BK-1',
    title: `refuses warm standby of ${type}`,
    estate: {
      applications: [
        { name: 'Server', type, backup: 'Backup' },
        { name: 'Backup', type, isPrimary: false },
      ],
    },
    finding: {
      severity: 'error' as const,
      path: ['applications', 0, 'backup'],
      names: ['Server', 'Backup'],
      says: 'has no warm standby',
    },
  })),
  {
    rule: 'BK-1',
    title: 'refuses hot standby',
    estate: { applications: [{ name: 'Chat', type: 'ChatServer', redundancyType: 'hot' }] },
    finding: { severity: 'error', path: ['applications', 0, 'redundancyType'], names: ['Chat'], says: 'is hot' },
  },
  {
    rule: 'BK-1',
    title: 'warns of two proxies for one tenant, between which nothing balances',
    estate: {
      applications: [
        { name: 'Web', type: 'WebAPIServer', connections: to('Proxy_1', 'Proxy_2') },
        { name: 'Proxy_1', type: 'InteractionServerProxy' },
        { name: 'Proxy_2', type: 'InteractionServerProxy' },
      ],
    },
    finding: {
      severity: 'warning',
      path: ['applications', 0, 'connections', 1, 'application'],
      names: ['Web', 'Proxy_1', 'Proxy_2', 'Environment'],
      says: 'are not balanced',
    },
  },
  // BK-4
  { rule: 'BK-4', title: 'accepts a primary and a backup of one type', estate: standby },
  {
    rule: 'BK-4',
    title: 'refuses a backup of another type',
    estate: {
      applications: [
        { name: 'Chat', type: 'ChatServer', backup: 'Email' },
        { name: 'Email', type: 'EmailServer', isPrimary: false },
      ],
    },
    finding: {
      severity: 'error',
      path: ['applications', 0, 'backup'],
      names: ['Chat', 'Email'],
      says: 'is of type EmailServer, not ChatServer',
    },
  },
  {
    rule: 'BK-4',
    title: 'refuses one backup for two primaries',
    estate: {
      applications: [
        { name: 'Chat_1', type: 'ChatServer', backup: 'Backup' },
        { name: 'Chat_2', type: 'ChatServer', backup: 'Backup' },
        { name: 'Backup', type: 'ChatServer', isPrimary: false },
      ],
    },
    finding: {
      severity: 'error',
      path: ['applications', 1, 'backup'],
      names: ['Chat_2', 'Backup', 'Chat_1'],
      says: 'is the backup of "Chat_1" already',
    },
  },
  {
    rule: 'BK-4',
    title: 'refuses an application that is its own backup',
    estate: { applications: [{ name: 'Chat', type: 'ChatServer', backup: 'Chat' }] },
    finding: { severity: 'error', path: ['applications', 0, 'backup'], names: ['Chat'], says: 'its own backup' },
  },
  {
    rule: 'BK-4',
    title: 'refuses a backup that has a backup',
    estate: {
      applications: [
        { name: 'Chat_1', type: 'ChatServer', backup: 'Chat_2' },
        { name: 'Chat_2', type: 'ChatServer', backup: 'Chat_3', isPrimary: false },
        { name: 'Chat_3', type: 'ChatServer', isPrimary: false },
      ],
    },
    finding: {
      severity: 'error',
      path: ['applications', 0, 'backup'],
      names: ['Chat_1', 'Chat_2'],
      says: 'has a backup itself, "Chat_3"',
    },
  },
  {
    rule: 'BK-4',
    title: 'warns of a backup that is marked as a primary',
    estate: changed(standby, 'IXN_B', { isPrimary: true }),
    finding: {
      severity: 'warning',
      path: ['applications', 1, 'isPrimary'],
      names: ['IXN_B', 'IXN'],
      says: 'marked as a primary',
    },
  },
  {
    rule: 'BK-4',
    title: 'warns of a client that connects to the backup',
    estate: {
      applications: [...standby.applications, { name: 'Web', type: 'WebAPIServer', connections: to('IXN_B') }],
    },
    finding: {
      severity: 'warning',
      path: ['applications', 2, 'connections', 0, 'application'],
      names: ['Web', 'IXN_B', 'IXN'],
      says: 'connect to the primary "IXN"',
    },
  },
];

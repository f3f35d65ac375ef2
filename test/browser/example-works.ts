const identity = '3f9c1b52-aa01';
const otherIdentity = '77aa00ff-bb02';
const environment = (name: string): object => ({ name, tenant: 'Environment' });

/** What the applications of the estate of interactions show, by name. */
export const exampleWorks = {
  Interaction: {
    ...{ kind: 'interaction-server', isPrimary: true, clients: 12 },
    queues: [
      { tenant: 'Environment', queue: 'incoming', strategy: 'A', waiting: 10_000 },
      { tenant: 'Environment', queue: 'done', waiting: 3 },
    ],
    unrouted: [{ tenant: 'Environment', strategy: 'B', waiting: 40, reason: 'No routing server is connected.' }],
    routingServers: [
      {
        ...{
          application: 'URS_1',
          strategies: [{ ...environment('A'), submitted: 6170 }, environment('C')],
          missing: [],
        },
        ...{ isParticipant: true, pending: 1234, resubmitted: 0 },
      },
      {
        ...{ application: 'URS_2', strategies: [environment('B')], missing: ['Set the option of "URS_2" to true.'] },
        ...{ isParticipant: false, pending: 0, resubmitted: 431 },
      },
    ],
    services: [{ service: 'Faxes', instances: [{ application: 'Fax_1', requests: 512, failures: 30 }] }],
    database: { identity, isConfirmed: true },
    databaseAccessPoints: [
      { application: 'DAP_1', state: 'in use', identity, statements: 120_345 },
      {
        ...{ application: 'DAP_2', state: 'another database', identity: otherIdentity, statements: 0 },
        problem: 'It leads to "Archive"; the server goes on with "Interactions".',
      },
    ],
    capturePoints: [{ application: 'Files', type: 'file', state: 'running', captured: 1204, setAside: 2 }],
    workflow: { file: 'workflow.yaml' },
    switches: [{ tenant: 'Environment', switch: 'Multimedia' }],
  },
  URS_1: { kind: 'universal-routing-server', strategies: [environment('A'), environment('C')], pending: 1234 },
  Fax_1: { kind: 'external-service', operations: ['send'], requests: 512, failures: 30 },
  SMS_1: {
    kind: 'sms-server',
    numbers: ['+1650'],
    received: 30_120,
    submitted: 30_000,
    sent: 7,
    waiting: 120,
    setAside: 0,
  },
  Social: { kind: 'social-messaging-server', feeds: ['mentions'], received: 40, submitted: 41, posted: 3, waiting: 0 },
  Proxy: {
    ...{ kind: 'proxy', upstream: { application: 'Interaction', isConnected: true } },
    ...{ clients: 2000, requests: 120_034, waiting: 2 },
  },
  Proxy_B: { kind: 'proxy', upstream: { isConnected: false }, clients: 0, requests: 0, waiting: 0 },
  Training: { kind: 'training-server', jobs: [{ name: 'Categories', state: 'running', detail: 'Round 3 of 10' }] },
};

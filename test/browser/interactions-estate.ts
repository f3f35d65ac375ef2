import type { Configuration } from '@eservices-lb/mock-scs';
import { anEstate } from '../mock-scs/small-estate.js';

const reserving = { default: { agent_reservation: 'true' } };
const toInteractionServer = [{ application: 'Interaction' }];

/** A little of everything that the page of interactions shows: the guide's example of strategies (IXN-1), and numbers that are divided wrongly (SMS-2). */
export const interactionsEstate = (): Configuration =>
  anEstate({
    hosts: [
      { dbid: 1, name: 'localhost', address: '127.0.0.1' },
      { dbid: 2, name: 'host_2', address: '127.0.0.1' },
    ],
    databases: [
      { dbid: 1, name: 'Interactions', tenants: ['Environment'] },
      { dbid: 2, name: 'Archive', tenants: ['Environment'] },
    ],
    strategies: [
      { dbid: 1, name: 'A', tenant: 'Environment', servers: ['URS_1'] },
      { dbid: 2, name: 'B', tenant: 'Environment', servers: ['URS_2'] },
      { dbid: 3, name: 'C', tenant: 'Environment', servers: ['URS_1', 'URS_2'] },
    ],
    trainingJobs: [{ dbid: 1, name: 'Categories', tenant: 'Environment' }],
    applications: [
      {
        ...{ name: 'Interaction', type: 'InteractionServer', ports: [{ port: 8201 }] },
        ...{ redundancyType: 'warm', backup: 'Interaction_B' },
        connections: ['DAP_1', 'DAP_2', 'Faxes', 'Social'].map((application) => ({ application })),
        annex: {
          ...{ URS_1: { agent_reservation: 'true' }, URS_2: { agent_reservation: 'true' } },
          'sms-numbers': { Environment: '+1650, +1510' },
        },
      },
      {
        ...{ name: 'Interaction_B', type: 'InteractionServer', ports: [{ port: 8201 }], host: 'host_2', tenants: [] },
        ...{ isPrimary: false, redundancyType: 'warm' },
      },
      { name: 'URS_1', type: 'UniversalRoutingServer', options: reserving, connections: toInteractionServer },
      { name: 'URS_2', type: 'UniversalRoutingServer', options: reserving, connections: toInteractionServer },
      { name: 'DAP_1', type: 'DatabaseAccessPoint', database: 'Interactions' },
      { name: 'DAP_2', type: 'DatabaseAccessPoint', database: 'Archive' },
      { name: 'Fax_1', type: 'ThirdPartyServer', ports: [{ port: 8241 }] },
      { name: 'Fax_2', type: 'ThirdPartyServer', ports: [{ port: 8242 }] },
      {
        ...{ name: 'Faxes', type: 'ApplicationCluster', host: undefined },
        connections: [{ application: 'Fax_1' }, { application: 'Fax_2' }],
      },
      { name: 'Social', type: 'SocialMessagingServer', ports: [{ port: 8263 }], connections: toInteractionServer },
      { name: 'SMS_1', type: 'SMSServer', ports: [{ port: 8261 }], options: { channel: { numbers: '+1650' } } },
      { name: 'SMS_2', type: 'SMSServer', ports: [{ port: 8262 }], options: { channel: { numbers: '+16501' } } },
      {
        ...{ name: 'Files', type: 'CapturePoint', connections: toInteractionServer },
        options: { settings: { 'capture-point-type': 'file', 'tenant-attribute': 'Tenant' } },
      },
      {
        ...{ name: 'Proxy', type: 'InteractionServerProxy', ports: [{ port: 8271 }] },
        ...{ redundancyType: 'warm', backup: 'Proxy_B' },
        connections: toInteractionServer,
      },
      {
        ...{ name: 'Proxy_B', type: 'InteractionServerProxy', ports: [{ port: 8271 }], host: 'host_2', tenants: [] },
        ...{ isPrimary: false, redundancyType: 'warm' },
      },
      { name: 'Training', type: 'TrainingServer', ports: [{ port: 8251 }] },
    ],
  });

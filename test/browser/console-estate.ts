import type { Configuration } from '@eservices-lb/mock-scs';
import { anEstate } from '../mock-scs/small-estate.js';

/** A name that is allowed, and that would run as a script where it is taken for markup. */
export const hostileName = '<img src=x onerror=alert(1)>';

/** A small estate with a cluster, a warm standby pair on two hosts, two tenants, and somebody hostile. */
export const consoleEstate = (): Configuration =>
  anEstate({
    tenants: [
      { dbid: 1, name: 'Environment' },
      { dbid: 2, name: 'Resources' },
    ],
    hosts: [
      { dbid: 1, name: 'localhost', address: '127.0.0.1' },
      { dbid: 2, name: 'host_2', address: '127.0.0.1' },
    ],
    applications: [
      {
        ...{ name: 'Web_1', type: 'WebAPIServer', simulated: true, ports: [{ port: 8080 }] },
        tenants: ['Environment', 'Resources'],
        connections: [
          { application: 'Chat_1' },
          { application: 'Chat_2' },
          { application: 'Emails' },
          { application: 'Stat_1' },
        ],
      },
      { name: 'Chat_1', simulated: true, ports: [{ id: 'webapi', port: 8111 }] },
      { name: 'Chat_2', simulated: true, ports: [{ id: 'webapi', port: 8112 }], tenants: ['Resources'] },
      { name: hostileName, simulated: true, ports: [{ id: 'webapi', port: 8113 }] },
      { name: 'Email_1', type: 'EmailServer', simulated: true, ports: [{ port: 8121 }] },
      { name: 'Emails', type: 'ApplicationCluster', host: undefined, connections: [{ application: 'Email_1' }] },
      {
        ...{ name: 'Contact_1', type: 'UniversalContactServer', simulated: true, ports: [{ port: 8131 }] },
        ...{ redundancyType: 'warm', backup: 'Contact_2' },
      },
      {
        ...{ name: 'Contact_2', type: 'UniversalContactServer', simulated: true, ports: [{ port: 8131 }], tenants: [] },
        ...{ isPrimary: false, redundancyType: 'warm', host: 'host_2' },
      },
      { name: 'Stat_1', type: 'StatServer', simulated: true, ports: [{ port: 8141 }] },
    ],
  });

import { decodeConfiguration, validate as validateConfiguration } from '@eservices-lb/sdk/rules';
import type { EstateConfiguration } from '@eservices-lb/sdk/rules';
import type { Benchmark } from '../benchmark.js';
import { median } from '../measure/median.js';

const goalMs = 100;
const sizes = [1_000, 10_000];
const warmUps = 5;

/** Every rule of the guide over a whole configuration, as the control server runs them at each change. */
export const validate: Benchmark = {
  name: 'validate',
  title: 'A configuration held against all rules of the guide',
  run({ rounds }) {
    const findings = sizes.map((applications) => {
      const configuration = aConfiguration(applications);
      const times = Array.from({ length: warmUps + rounds }, () => {
        const from = performance.now();
        validateConfiguration(configuration);
        return performance.now() - from;
      });
      const at = `${applications} applications`;
      return { at, contender: 'eservices-lb', value: median(times.slice(warmUps)), unit: 'ms' };
    });
    const { value = Infinity } = findings.at(-1) ?? {};
    return Promise.resolve({
      findings,
      verdicts: [
        {
          goal: `10,000 applications validated in < ${goalMs} ms`,
          measured: `${value.toFixed(0)} ms`,
          isMet: value < goalMs,
        },
      ],
    });
  },
};

/** Ten applications of many types for each tenant, with a pair, a cluster and twelve connections. */
function aConfiguration(count: number): EstateConfiguration {
  const tenants = Array.from({ length: count / 10 }, (_each, at) => `Tenant_${at}`);
  const decoded = decodeConfiguration({
    tenants: tenants.map((name, at) => ({ dbid: at + 1, name })),
    hosts: [{ dbid: 1, name: 'localhost', address: '127.0.0.1' }],
    applications: tenants.flatMap(applicationsOf).map((application, at) => ({ dbid: at + 1, ...application })),
  });
  if (!decoded.isUsable) throw new Error(decoded.findings[0].message);
  return decoded.configuration;
}

function applicationsOf(tenant: string): object[] {
  const own = (name: string): string => `${name}_${tenant}`;
  const to = (...names: readonly string[]): object[] => names.map((name) => ({ application: own(name) }));
  const ports = [
    { id: 'default', port: 2000 },
    { id: 'webapi', port: 2001 },
  ];
  return [
    { name: own('Web'), type: 'WebAPIServer', connections: to('Cluster', 'UCS') },
    { name: own('Cluster'), type: 'ApplicationCluster', connections: to('Chat', 'Email', 'IXN', 'UCS') },
    { name: own('Chat'), type: 'ChatServer' },
    { name: own('Email'), type: 'EmailServer', connections: to('IXN') },
    { name: own('IXN'), type: 'InteractionServer', backup: own('IXN_B'), connections: to('SMS_1', 'SMS_2') },
    { name: own('IXN_B'), type: 'InteractionServer', isPrimary: false },
    { name: own('UCS'), type: 'UniversalContactServer' },
    { name: own('SMS_1'), type: 'SMSServer', options: { channel: { numbers: '+1' } } },
    { name: own('SMS_2'), type: 'SMSServer', options: { channel: { numbers: '+2' } } },
    { name: own('URS'), type: 'UniversalRoutingServer', connections: to('IXN') },
  ].map((application) => ({ simulated: true, host: 'localhost', tenants: [tenant], ports, ...application }));
}

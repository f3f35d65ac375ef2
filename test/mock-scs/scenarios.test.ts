import {
  configurationJsonSchema,
  loadConfiguration,
  resolveConnections,
  scenarioFile,
  shiftPorts,
} from '@eservices-lb/mock-scs';
import type { Configuration } from '@eservices-lb/mock-scs';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const serversBehind = (configuration: Configuration, name: string): readonly string[] => {
  const application = configuration.applications.find((each) => each.name === name);
  if (application === undefined) throw new Error(`no ${name}`);
  return resolveConnections(configuration, application).map(({ application: server, port }) => `${server}:${port}`);
};

describe('the scenarios', () => {
  it.each(['demo', 'full', 'guide', 'guide-cluster'])('%s is a usable configuration', (name) => {
    expect(loadConfiguration(scenarioFile(name)).applications).not.toEqual([]);
  });

  it.each(['WebAPIServer_1', 'WebAPIServer_2'])(
    'reach the same servers from %s directly and through a cluster (LB-9)',
    (name) => {
      const direct = serversBehind(loadConfiguration(scenarioFile('guide')), name);
      const clustered = serversBehind(loadConfiguration(scenarioFile('guide-cluster')), name);

      expect(clustered).toEqual(direct);
      expect(direct).toContain('ChatServer_3:8113');
    },
  );

  it.each(['demo', 'full', 'guide', 'guide-cluster'])('%s gives each E-mail Server one tenant (MT-3)', (name) => {
    const emailServers = loadConfiguration(scenarioFile(name)).applications.filter(
      ({ type }) => type === 'EmailServer',
    );

    expect(emailServers.map(({ tenants }) => tenants.length)).toEqual(emailServers.map(() => 1));
  });

  it('are listed when an unknown one is asked for', () => {
    expect(() => scenarioFile('nothing')).toThrow(/"nothing".*demo, full, guide, guide-cluster/);
  });

  it('move all their ports with the port base', () => {
    const { applications } = shiftPorts(loadConfiguration(scenarioFile('demo')), 18_000);

    expect(applications.find(({ name }) => name === 'WebAPIServer_2')?.ports[0]?.port).toBe(18_081);
  });

  it('have a published JSON Schema that is up to date (else: npm run schema -w packages/mock-scs)', () => {
    const file = join(dirname(scenarioFile('demo')), 'configuration.schema.json');

    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(configurationJsonSchema());
  });
});

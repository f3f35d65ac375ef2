import { capturePointsOf } from '@eservices-lb/sdk/rules';
import { anEstateOf, to } from './an-estate-of.js';
import type { Fields } from './an-estate-of.js';

type Applications = readonly (Fields & { readonly name: string; readonly type: string })[];

const file = { settings: { 'capture-point-type': 'file' } };
const pairOfServers: Applications = [
  { name: 'IXN', type: 'InteractionServer', redundancyType: 'warm', backup: 'IXN_B', host: 'one' },
  { name: 'IXN_B', type: 'InteractionServer', isPrimary: false, host: 'two' },
];
const capturePoint = { name: 'CP', type: 'CapturePoint', connections: to('IXN'), options: file };
const backupCapturePoint = { name: 'CP_B', type: 'CapturePoint', isPrimary: false, host: 'two', options: file };
const pair = { ...capturePoint, redundancyType: 'warm', backup: 'CP_B' };

const runs = (applications: Applications, server: string): readonly string[] =>
  capturePointsOf(anEstateOf({ applications }), server).map(({ application }) => application.name);
const obstaclesOf = (applications: Applications, server: string): string =>
  capturePointsOf(anEstateOf({ applications }), server)
    .flatMap(({ obstacles }) => obstacles)
    .join('\n');

describe('the Capture Points that an Interaction Server runs', () => {
  it.each<[string, Applications, readonly string[], readonly string[]]>([
    ['a pair of Capture Points', [...pairOfServers, pair, backupCapturePoint], ['CP'], ['CP_B']],
    ['a Capture Point without a backup', [...pairOfServers, capturePoint], ['CP'], ['CP']],
    ['no Capture Point', pairOfServers, [], []],
    ['one of another server', [...pairOfServers, { ...capturePoint, connections: [] }], [], []],
    [
      'one that the Interaction Server is connected to',
      [{ ...pairOfServers[0]!, connections: to('CP') }, pairOfServers[1]!, { ...capturePoint, connections: [] }],
      ['CP'],
      ['CP'],
    ],
    [
      'one behind an Application Cluster (LB-9)',
      [
        ...pairOfServers,
        { name: 'Servers', type: 'ApplicationCluster', connections: to('IXN') },
        { ...capturePoint, connections: to('Servers') },
      ],
      ['CP'],
      ['CP'],
    ],
    [
      'several',
      [...pairOfServers, pair, backupCapturePoint, { ...capturePoint, name: 'Alone' }],
      ['CP', 'Alone'],
      ['CP_B', 'Alone'],
    ],
    [
      'a server of the type T-Server (MT-6)',
      [...pairOfServers.map((each) => ({ ...each, type: 'TServer' })), pair, backupCapturePoint],
      ['CP'],
      ['CP_B'],
    ],
  ])('are those of its own place in the pair: %s (CP-3)', (_case, applications, ofPrimary, ofBackup) => {
    expect(runs(applications, 'IXN')).toEqual(ofPrimary);
    expect(runs(applications, 'IXN_B')).toEqual(ofBackup);
    expect(obstaclesOf(applications, 'IXN') + obstaclesOf(applications, 'IXN_B')).toBe('');
  });

  it('takes tenants from the primary of the pair, and options from the one that runs (LB-14)', () => {
    const options = { settings: { 'capture-point-type': 'jms' } };
    const applications = [...pairOfServers, pair, { ...backupCapturePoint, tenants: [], options }];

    const [found] = capturePointsOf(anEstateOf({ applications }), 'IXN_B');

    expect(found?.primary).toMatchObject({ name: 'CP', tenants: ['Environment'] });
    expect(found?.application.options).toEqual(options);
  });

  it('knows none of a server that is not configured', () => {
    expect(runs([...pairOfServers, pair, backupCapturePoint], 'Nobody')).toEqual([]);
  });

  it('ignores the host of a Capture Point without a backup (CP-1)', () => {
    expect(obstaclesOf([...pairOfServers, { ...capturePoint, host: 'two' }], 'IXN')).toBe('');
  });

  it.each(['IXN', 'IXN_B'])('refuses a pair on other hosts than the servers have: %s (CP-2)', (server) => {
    const applications = [...pairOfServers, pair, { ...backupCapturePoint, host: 'one' }];

    expect(obstaclesOf(applications, server)).toMatch(/its host is "one", but the backup .* on "two" \(CP-2\)/);
  });

  it.each([
    ['jms', '8.0.1', '8.0.2'],
    ['file', '8.0.2', '8.0.21'],
    ['database', '8.0.3', '8.1.0'],
    ['web-service', '8.1.1', '8.1.2'],
  ])('refuses the kind %s in release %s: it came with %s (CP-4)', (kind, version, release) => {
    const options = { settings: { 'capture-point-type': kind } };
    const [primary, backup] = pairOfServers;
    const inRelease = (given: string) => [{ ...primary!, version: given }, backup!, { ...capturePoint, options }];

    expect(obstaclesOf(inRelease(version), 'IXN')).toMatch(new RegExp(`needs ${release} or later \\(CP-4\\)`));
    expect(obstaclesOf(inRelease(version), 'IXN_B')).toBe('');
    expect(obstaclesOf(inRelease(release), 'IXN')).toBe('');
  });

  it('refuses a Capture Point for two tenants of which nothing tells which (MT-8)', () => {
    const tenants = ['Environment', 'Resources'];

    expect(obstaclesOf([...pairOfServers, { ...capturePoint, tenants }], 'IXN')).toMatch(
      /no attribute tells .* \(MT-8\)/,
    );
  });

  it('refuses a kind that there is not (CP-4)', () => {
    const options = { settings: { 'capture-point-type': 'fax' } };

    expect(obstaclesOf([...pairOfServers, { ...capturePoint, options }], 'IXN')).toMatch(/"fax", which there is not/);
  });
});

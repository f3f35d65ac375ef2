import { ConfigurationFileError, parseConfiguration } from '@eservices-lb/mock-scs';

const sound = `tenants:
  - { dbid: 1, name: Environment }
hosts:
  - { dbid: 1, name: localhost, address: 127.0.0.1 }
applications:
  - name: ChatServer_1
    dbid: 31
    type: ChatServer
    tenants: [Environment]
    host: localhost
    ports:
      - { id: webapi, port: 8111 }
  - name: WebAPIServer_1
    dbid: 21
    type: WebAPIServer
    tenants: [Environment]
    host: localhost
    connections:
      - application: ChatServer_1
`;

function findingsOf(text: string): readonly string[] {
  try {
    parseConfiguration(text, 'estate.yaml');
  } catch (error) {
    if (error instanceof ConfigurationFileError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('a configuration file', () => {
  it('is read with the defaults of whatever it leaves out', () => {
    const { applications } = parseConfiguration(sound, 'estate.yaml');

    expect(applications[0]).toMatchObject({ name: 'ChatServer_1', state: 'enabled', autoRestart: false, options: {} });
  });

  it.each([
    [
      'an unknown application',
      { from: '      - application: ChatServer_1', to: '      - application: ChatServer_9' },
      19,
      'unknown application "ChatServer_9"',
    ],
    [
      'an unknown host',
      { from: '    host: localhost\n    ports', to: '    host: elsewhere\n    ports' },
      10,
      '"ChatServer_1": unknown host "elsewhere"',
    ],
    [
      'an unknown tenant',
      {
        from: 'tenants: [Environment]\n    host: localhost\n    ports',
        to: 'tenants: [Nowhere]\n    host: localhost\n    ports',
      },
      9,
      'unknown tenant "Nowhere"',
    ],
    [
      'an unknown backup',
      { from: '    type: ChatServer', to: '    type: ChatServer\n    backup: Nobody' },
      9,
      'unknown backup application "Nobody"',
    ],
    [
      'a duplicate name',
      { from: 'name: WebAPIServer_1', to: 'name: ChatServer_1' },
      13,
      'duplicate name: there is another application "ChatServer_1"',
    ],
    [
      'a duplicate DBID',
      { from: 'dbid: 21', to: 'dbid: 31' },
      14,
      '"WebAPIServer_1": duplicate DBID: "ChatServer_1" has 31 too',
    ],
    [
      'an unknown field',
      { from: 'dbid: 21', to: 'dbid: 21\n    tenant: Environment' },
      15,
      '"WebAPIServer_1": unknown field "tenant"',
    ],
    [
      'a value of the wrong kind',
      { from: 'port: 8111', to: 'port: eighty' },
      12,
      '"ChatServer_1": ports.0.port: Invalid input',
    ],
    ['a missing DBID', { from: '    dbid: 21\n', to: '' }, 13, '"WebAPIServer_1": dbid: Invalid input'],
    [
      'an unknown port id',
      { from: '- application: ChatServer_1', to: '- { application: ChatServer_1, portId: tls }' },
      19,
      '"ChatServer_1" has no port with the id "tls"',
    ],
    ['a syntax error', { from: 'tenants: [Environment]', to: 'tenants: [Environment' }, 10, ''],
  ])('is refused for %s, with line and name', (_case, { from, to }, line, message) => {
    const findings = findingsOf(sound.replace(from, to));

    expect(findings).toEqual(expect.arrayContaining([expect.stringContaining(message)]));
    expect(findings.some((finding) => finding.startsWith(`estate.yaml:${line}: `))).toBe(true);
  });

  it('is refused with everything that is wrong at once, in the order of lines', () => {
    const text = sound
      .replace('host: localhost\n    ports', 'host: elsewhere\n    ports')
      .replace('dbid: 21', 'dbid: 0');

    expect(findingsOf(text)).toEqual([
      expect.stringContaining('estate.yaml:10: application "ChatServer_1": unknown host "elsewhere"'),
      expect.stringContaining('estate.yaml:14: application "WebAPIServer_1": dbid'),
    ]);
  });

  it('is refused with the first ten mistakes of its writing only: the others follow from them', () => {
    const findings = findingsOf(`{"tenants":[? {a: b}\n: c{"dbid":1}]${',"x":[1,2]'.repeat(40)}}`);

    expect(findings).toHaveLength(10);
    expect(findings[0]).toMatch(/^estate\.yaml:[12]: /);
  });

  it('is refused for a cluster within a cluster, by the rule', () => {
    const clusters = `applications:
  - { name: Inner, dbid: 1, type: ApplicationCluster }
  - { name: Outer, dbid: 2, type: ApplicationCluster, connections: [{ application: Inner }] }
`;

    expect(findingsOf(clusters)).toEqual([expect.stringMatching(/^estate.yaml:3: .*"Outer".*"Inner".*LB-9/)]);
  });

  it.each(['', '[]', 'applications: 5', 'applications: *nowhere', '\u0000', 'a: b: c'])(
    'is refused, not crashed on, when it is %j',
    (text) => {
      expect(findingsOf(text)).not.toEqual([]);
    },
  );
});

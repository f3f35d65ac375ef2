import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connectionSchema } from '@eservices-lb/sdk/wire';
import { parse } from 'yaml';
import { fencedCode } from './fenced-code.js';

const guide = 'docs/guides/policies.md';

describe('the guide to policies', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'policies-guide-'));
    symlinkSync(join(__dirname, '../../node_modules'), join(directory, 'node_modules'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  /** Runs Node in the directory; rejects, with what was printed, where it ends with a failure. */
  const run = async (...parameters: string[]): Promise<string> => {
    const environment = { ...process.env };
    delete environment.NODE_TEST_CONTEXT;
    const { stdout } = await promisify(execFile)(process.execPath, parameters, { cwd: directory, env: environment });
    return stdout;
  };

  it('has a policy of your own that passes the conformance suite, under the runner of Node', async () => {
    writeFileSync(join(directory, 'least-busy.mjs'), fencedCode(guide, 'own-policy'));
    writeFileSync(join(directory, 'least-busy.test.mjs'), fencedCode(guide, 'own-policy-test'));

    const report = await run('--test', '--test-reporter=tap', 'least-busy.test.mjs');

    expect(report).toMatch(/# tests 1[01]\n/);
    expect(report).toMatch(/# fail 0\n/);
    expect(report).toContain('policy leastBusy');
  });

  it('has a policy of your own that takes the least busy', async () => {
    writeFileSync(join(directory, 'least-busy.mjs'), fencedCode(guide, 'own-policy'));
    writeFileSync(
      join(directory, 'show.mjs'),
      `import { policyCandidates, policyEnvironment } from '@eservices-lb/sdk/testing';
       import { leastBusy } from './least-busy.mjs';
       const picker = leastBusy().createPicker(policyEnvironment({ score: (dbid) => [9, 5, 3, 3][dbid - 1] }));
       const [candidates, pool] = [policyCandidates([1, 2, 3, 4]), {}];
       console.log([1, 2, 3, 4].map(() => picker.pick(candidates, pool).dbid).sort().join());`,
    );

    expect(await run('show.mjs')).toBe('3,3,4,4\n');
  });

  it('shows how a policy is chosen', async () => {
    const code = fencedCode(guide, 'choosing-a-policy');
    writeFileSync(join(directory, 'choose.mjs'), `${code}\nawait loadBalancer.close();\nconsole.log('closed');\n`);

    expect(await run('choose.mjs')).toBe('closed\n');
  });

  it('shows weights as the configuration holds them', () => {
    const { connections } = parse(fencedCode(guide, 'weights')) as { connections: unknown[] };

    const [first, second] = connections.map((connection) => connectionSchema.parse(connection));

    expect(first).toMatchObject({ application: 'ChatServer_1', parameters: { weight: '3' } });
    expect(second).toMatchObject({ application: 'ChatServer_2', parameters: {} });
  });
});

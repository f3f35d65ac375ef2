import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as sdk from '@eservices-lb/sdk';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { examplesOf, fencedCode, guides, root } from './fenced-code.js';

/** Those of a guide that say what they print; the others have tests of their own. */
const examples = guides().flatMap((file) =>
  examplesOf(file).flatMap(({ label, code, output }) => (output === undefined ? [] : [{ file, label, code, output }])),
);

describe('the examples of the documentation', () => {
  let estate: Estate;

  /** Runs the code as a newcomer would who saved it in the clone; only the ports are those of this estate. */
  const run = async (code: string): Promise<{ stdout: string; stderr: string }> => {
    const { directory, portBase, ready } = estate;
    const here = code.replaceAll('8090', String(portBase + 90)).replaceAll('8000', String(portBase));
    writeFileSync(join(directory, 'example.mjs'), here);
    const env = { ...process.env, ESERVICES_TOKEN: ready.token };
    return promisify(execFile)(process.execPath, ['example.mjs'], { cwd: directory, timeout: 20_000, env });
  };

  beforeAll(async () => {
    estate = await startEstate();
    symlinkSync(join(root, 'node_modules'), join(estate.directory, 'node_modules'));
  }, 90_000);
  afterAll(() => estate.stop(), 30_000);

  it('README.md has ten lines of the SDK that work when pasted', async () => {
    const { stdout, stderr } = await run(fencedCode('README.md', 'first-steps'));

    expect(stdout).toMatch(/the browser gets [\w-]{32}, this request goes to http:\/\/127\.0\.0\.1:\d+\n/);
    expect(stdout).toMatch(/goes to http:\/\/127\.0\.0\.1:\d+, which is live\n/);
    expect(stderr).toBe('');
  }, 30_000);

  it.each(examples)(
    '$file: $label prints what the page says',
    async ({ code, output }) => {
      expect(await run(code)).toEqual({ stdout: output, stderr: '' });
    },
    30_000,
  );
});

describe('docs/guides/errors.md', () => {
  it('has every code of the SDK, with the truth about retrying', () => {
    const classes = Object.values(sdk).filter(
      (value): value is typeof sdk.ClosedError =>
        typeof value === 'function' && value.prototype instanceof sdk.LoadBalancerError,
    );
    const page = readFileSync(join(root, 'docs/guides/errors.md'), 'utf8');
    const rows = new Map(
      [...page.matchAll(/^\| `(\w+)` +\| (yes|no) /gm)].map(([, code, retryable]) => [code, retryable]),
    );

    const facts = classes.map((Class) => factsOf(Class));
    expect(new Map(facts)).toEqual(rows);
  });
});

/** Errors that need facts are made of ones that suit them all. */
function factsOf(Class: new (...facts: never[]) => sdk.LoadBalancerError): [string, string] {
  const anything = { type: 'ChatServer', tenant: 'Environment', epoch: 1, revision: 1 };
  const { code, retryable } = new Class(...([anything, [], ''] as never[]));
  return [code, retryable ? 'yes' : 'no'];
}

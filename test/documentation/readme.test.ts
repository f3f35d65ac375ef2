import { execFile } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { fencedCode } from './fenced-code.js';

describe('the README', () => {
  let estate: Estate;

  beforeAll(async () => {
    estate = await startEstate();
  }, 90_000);
  afterAll(() => estate.stop(), 30_000);

  it('has ten lines of the SDK that work when pasted', async () => {
    const { directory, portBase } = estate;
    const code = fencedCode('README.md', 'first-steps')
      .replaceAll('8090', String(portBase + 90))
      .replaceAll('8000', String(portBase));
    symlinkSync(join(__dirname, '../../node_modules'), join(directory, 'node_modules'));
    writeFileSync(join(directory, 'first-steps.mjs'), code);

    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['first-steps.mjs'], { cwd: directory });

    expect(stdout).toMatch(/the browser gets [\w-]{32}, this request goes to http:\/\/127\.0\.0\.1:\d+\n/);
    expect(stdout).toMatch(/goes to http:\/\/127\.0\.0\.1:\d+, which is live\n/);
    expect(stderr).toBe('');
  }, 30_000);
});

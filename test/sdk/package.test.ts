import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(__dirname, '../..');
const manifest = z
  .object({ exports: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(join(root, 'packages/sdk/package.json'), 'utf8')));
const doors = Object.keys(manifest.exports)
  .filter((door) => door !== './package.json')
  .map((door) => door.replace('.', '@eservices-lb/sdk'));

/** What another program gets, from the built package. */
function namesOf(load: string): unknown {
  const program = `${load}.then((door) => console.log(JSON.stringify(Object.keys(door).sort())))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: root, encoding: 'utf8' }));
}

describe('the package', () => {
  it.each(doors)('%s gives the same to import and to require', (door) => {
    const required = namesOf(`Promise.resolve(require('${door}'))`);
    const imported = namesOf(`import('${door}')`);

    expect(imported).toEqual(required);
  });
});

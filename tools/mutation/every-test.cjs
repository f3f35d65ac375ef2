const { createHash } = require('node:crypto');
const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const { inOrder, isLeftOut } = require('./selection.cjs');

const root = join(__dirname, '../..');

const files = ['test/sdk', 'test/rules']
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
  .filter((path) => path.endsWith('.test.ts') && !isLeftOut(path));

/** Stryker names the tests that a mutant concerns in a pattern, in which dots and slashes may be escaped. */
const isWanted = (title) => globalThis.wantedTests?.replaceAll('\\', '').includes(title) ?? true;

for (const path of inOrder(files)) {
  const file = join(root, path);
  // Stryker's incremental mode knows a test by its name: with the digest, a file that was changed holds other tests than before.
  const title = `${path} ${createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 8)}:`;
  if (isWanted(title)) describe(title, () => void require(file));
}

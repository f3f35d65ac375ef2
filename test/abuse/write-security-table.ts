import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTable } from './security-table.js';

// `npx jest --testMatch '**/abuse/write-security-table.ts'`: run by Jest, which knows how to load the sources without a build.
it('writes the attempts into docs/security.md', () => {
  const page = join(__dirname, '../../docs/security.md');
  writeFileSync(page, withTable(readFileSync(page, 'utf8')));
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpadded, withTable } from './security-table.js';
import { testedElsewhere } from './tested-elsewhere.js';

describe('docs/security.md', () => {
  it('names the attempts that are played, with their outcomes (write-security-table.ts writes them)', () => {
    const page = readFileSync(join(__dirname, '../../docs/security.md'), 'utf8');

    expect(unpadded(page)).toBe(unpadded(withTable(page)));
  });

  it.each(testedElsewhere)('finds where it is tested that somebody $attempt', ({ testedIn: [file, title] }) => {
    expect(readFileSync(join(__dirname, '..', file), 'utf8')).toContain(title);
  });
});

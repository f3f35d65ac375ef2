import { judgeEstate, rules } from '@eservices-lb/sdk/rules';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { estateInput } from '../rules/an-estate-of.js';
import type { EstateFields } from '../rules/an-estate-of.js';
import { examplesOf, root } from './fenced-code.js';

const page = readFileSync(join(root, 'docs/rules.md'), 'utf8');
const examples = new Map(examplesOf('docs/rules.md').map(({ label, code }) => [label, code]));
/** What a running instance was started with cannot be written in a configuration. */
const withoutExample = ['IXN-9'];

describe('docs/rules.md', () => {
  it.each(rules)('tells of $id what it says, how grave it is, why, and how to mend it', (rule) => {
    const section = page.split('\n### ').find((each) => each.startsWith(`${rule.id}: `)) ?? '';
    const flowing = section.replaceAll(/\s+/g, ' ');

    expect(flowing).toContain(`${rule.id}: ${rule.title} `);
    expect(flowing).toContain(`**${rule.severity === 'error' ? 'Error' : 'Warning'}.** ${rule.reason}`);
    expect(flowing).toContain(`**To mend it:** ${rule.remedy}`);
    expect(page).toMatch(new RegExp(`^\\| ${rule.id} +\\| `, 'm'));
  });

  it.each(rules.filter(({ id }) => !withoutExample.includes(id)))(
    'has an example that breaks $id, and says nothing that cannot be read',
    ({ id, severity }) => {
      const { statuses, hostStatuses, ...fields } = parse(examples.get(id) ?? '') as EstateFields & RunStates;
      const facts = { ...(statuses && { statuses }), ...(hostStatuses && { hostStatuses }) };

      const { findings } = judgeEstate({ ...estateInput(fields), ...facts });

      expect(findings.filter(({ rule }) => rule === undefined)).toEqual([]);
      expect(findings).toContainEqual(expect.objectContaining({ rule: id, severity }));
    },
  );
});

interface RunStates {
  readonly statuses?: object[];
  readonly hostStatuses?: object[];
}

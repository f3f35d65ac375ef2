import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWorkflow } from '../../packages/servers/src/workflow/read-workflow.js';
import { fencedCode, root } from './fenced-code.js';

const guide = 'docs/guides/interaction-server.md';

describe('the guide to Interaction Server', () => {
  it('has an example of a workflow that can be used', () => {
    const { queues, strategies } = readWorkflow(fencedCode(guide, 'workflow'), guide);

    expect(queues.map(({ name }) => name)).toEqual(['inbound-email', 'inbound-chat']);
    expect(Object.keys(strategies)).toEqual(['Sort', 'Greet']);
  });

  it('says what a workflow file with mistakes is answered', () => {
    const lines = [
      'queues:',
      '  - name: inbound-email',
      '    strategy: Sort',
      'strategies:',
      '  Greet:',
      '    - queue: greeted',
    ];
    const text = [...lines, '', '    # and now?', '    - done: true'].join('\n');

    const said = readFileSync(join(root, guide), 'utf8')
      .split('\n')
      .find((line) => line.startsWith('The workflow file'));

    expect(() => readWorkflow(text, 'workflow.yaml')).toThrow(new Error(said));
  });
});

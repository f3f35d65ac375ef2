import fc from 'fast-check';
import { stringify } from 'yaml';
import { readWorkflow } from '../../../packages/servers/src/workflow/read-workflow.js';
import type { Workflow } from '../../../packages/servers/src/workflow/workflow.js';
import { WorkflowError } from '../../../packages/servers/src/workflow/workflow-error.js';
import { workflowProblems } from '../../../packages/servers/src/workflow/workflow-problems.js';
import { hold } from '../../oracles/hold.js';
import { expectRefusal } from '../expectations.js';
import type { TextTarget } from '../fuzz-target.js';
import { nastyText } from '../shapes/nasty-text.js';
import { maybe, nearly } from '../shapes/nearly.js';
import { yamlDictionary } from '../shapes/yaml-dictionary.js';

const name = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('new', 'sorted', 'sort', 'end') },
  { weight: 1, arbitrary: nastyText },
);
const end = fc.oneof(
  fc.constant({ done: true }),
  nearly({ queue: name }),
  nearly({ agent: nearly({ of: fc.array(name, { minLength: 1, maxLength: 2 }), 'at-most': maybe(fc.nat(3)) }) }),
);
const call = nearly({
  call: nearly({ service: name, operation: name, 'timeout-ms': maybe(fc.integer()), repeatable: maybe(fc.boolean()) }),
  'on-failure': maybe(end.map((step) => [step])),
});
const when = nearly({ when: fc.dictionary(name, nastyText, { maxKeys: 2 }), then: end.map((step) => [step]) });
const steps = fc
  .tuple(fc.array(fc.oneof(call, when), { maxLength: 2 }), end)
  .map(([before, last]) => [...before, last]);
const aWorkflow = nearly({
  queues: fc.array(nearly({ name, strategy: name, tenants: maybe(fc.array(name, { maxLength: 2 })) }), {
    maxLength: 3,
  }),
  strategies: fc.dictionary(name, steps, { maxKeys: 3 }),
});

export const workflow: TextTarget = {
  name: 'workflow',
  property:
    'of a workflow that is taken every interaction comes to an end somewhere; any other is refused with INVALID_WORKFLOW, briefly',
  reads: 'text',
  inputsInTests: 1_000,
  dictionary: [
    ...yamlDictionary,
    'queues:',
    'strategies:',
    '- done: true',
    '- queue: new',
    '- agent: { of: [erin] }',
    'on-failure:',
  ],
  shaped: fc
    .tuple(aWorkflow, fc.boolean())
    .map(([value, isYaml]) => (isYaml ? stringify(JSON.parse(JSON.stringify(value))) : JSON.stringify(value))),
  oracle: (input) => {
    let read: Workflow;
    try {
      read = readWorkflow(input, 'workflow.yaml');
    } catch (error) {
      const { problems } = expectRefusal(error, WorkflowError);
      hold(
        problems.every((problem) => problem !== ''),
        'nothing is said to be wrong',
      );
      return 'refused';
    }
    hold([...workflowProblems(read)].length === 0, 'a workflow with problems is taken');
    for (const { strategy } of read.queues) hold(Object.hasOwn(read.strategies, strategy), 'a queue leads nowhere');
    return 'taken';
  },
};

import fc from 'fast-check';
import { readWorkflow } from '../../packages/servers/src/workflow/read-workflow.js';
import { strategyAt } from '../../packages/servers/src/workflow/workflow.js';
import { WorkflowError } from '../../packages/servers/src/workflow/workflow-error.js';

const problemsOf = (text: string): readonly string[] => {
  try {
    readWorkflow(text, 'workflow.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error;
    return error.problems;
  }
};

describe('a workflow file', () => {
  it('says queue by queue to which strategy interactions go, tenant by tenant, and what each strategy does', () => {
    const workflow = readWorkflow(
      `
queues:
  - { name: inbound-email, strategy: Sort }
  - { name: inbound-chat, tenants: [Resources], strategy: Greet }
strategies:
  Sort:
    - call: { service: Classification, operation: classify, parameters: { text: '{subject}' }, repeatable: true }
      on-failure: [{ queue: unsorted }]
    - when: { category: spam }
      then: [{ done: true }]
    - agent: { of: [Alex, Erin], at-most: 3 }
  Greet: [{ queue: greeted }]
`,
      'workflow.yaml',
    );

    expect(strategyAt(workflow, 'Environment', 'inbound-email')).toBe('Sort');
    expect(strategyAt(workflow, 'Environment', 'inbound-chat')).toBeUndefined();
    expect(strategyAt(workflow, 'Resources', 'inbound-chat')).toBe('Greet');
    expect(workflow.strategies.Sort).toEqual([
      {
        call: {
          ...{ service: 'Classification', operation: 'classify', parameters: { text: '{subject}' } },
          ...{ repeatable: true, timeoutMs: 5_000 },
        },
        onFailure: [{ queue: 'unsorted' }],
      },
      { when: { category: 'spam' }, then: [{ done: true }] },
      { agent: { of: ['Alex', 'Erin'], atMost: 3 } },
    ]);
  });

  it.each(['', '# nothing yet', 'queues: []'])('may be empty: interactions then wait in their queues (%j)', (text) => {
    expect(readWorkflow(text, 'workflow.yaml')).toEqual({ queues: [], strategies: {} });
  });

  it.each([
    [
      'a strategy that is not there',
      'queues: [{ name: q, strategy: A }]',
      /^queues.0.strategy \(line 1\): there is no/,
    ],
    ['a field of its own', 'queue: []', /^the file: .*"queue"/],
    [
      'a step of no kind',
      'strategies: { A: [{ go: there }] }',
      /^strategies.A.0 \(line 1\): a step is one of call, when/,
    ],
    ['a step of two kinds', 'strategies: { A: [{ queue: q, done: true }] }', /^strategies.A.0 .*"done"/],
    ['no step', 'strategies: { A: [] }', /^strategies.A /],
    [
      'a wrong field deep inside',
      'strategies:\n  A:\n    - when: { a: b }\n      then:\n        - agent: { of: [] }\n    - done: true',
      /^strategies.A.0.then.0.agent.of \(line 5\): /,
    ],
    [
      'a mistake in what to do on failure',
      'strategies:\n  A:\n    - call: { service: s, operation: o }\n      on-failure: [{ queue: 7 }]\n    - done: true',
      /^strategies.A.0.on-failure.0.queue \(line 4\): /,
    ],
    ['an end that is none', 'strategies: { A: [{ when: { a: b }, then: [{ done: true }] }] }', /its last step must be/],
    ['what is never taken', 'strategies: { A: [{ done: true }, { queue: q }] }', /^strategies.A.1 .*never taken/],
    [
      'two strategies for a queue',
      'queues: [{ name: q, strategy: A }, { name: q, tenants: [T], strategy: A }]\nstrategies: { A: [{ done: true }] }',
      /^queues.1.name \(line 1\): "q" leads to "A" already/,
    ],
    [
      'a strategy for what strategies can do nothing with',
      'queues: [{ name: set-aside, strategy: A }]\nstrategies: { A: [{ done: true }] }',
      /^queues.0.name .*somebody has to look/,
    ],
    [
      'a circle',
      'queues: [{ name: a, strategy: A }, { name: b, strategy: B }]\nstrategies: { A: [{ queue: b }], B: [{ queue: a }] }',
      /^strategies.A \(line 2\): interactions go round in circles .*A → B → A/,
    ],
    [
      'a time nobody waits',
      'strategies: { A: [{ call: { service: s, operation: o, timeout-ms: 9999999 } }, { done: true }] }',
      /timeout-ms/,
    ],
    [
      'more interactions than an agent can have',
      'strategies: { A: [{ agent: { of: [a], at-most: 1001 } }] }',
      /at-most/,
    ],
    ['the same key twice', 'queues: []\nqueues: []', /unique/],
    ['an unclosed bracket', 'queues: [', /line 1/],
    ['two documents', 'queues: []\n---\nqueues: []', /multiple documents/],
    ['a tag that nobody knows', 'queues: !!js/function []', /tag/],
    ['a list', '- queue', /^the file: /],
    ['binary', '\0\u0001\u0002', /./],
    ['a prototype', 'strategies: { __proto__: [{ done: true }] }', /^the file: "__proto__" at line 1 is no name/],
    [
      'a hidden condition',
      'strategies:\n  A:\n    - when: { a: b, __proto__: c }\n      then: [{ done: true }]',
      /line 3/,
    ],
  ])('is refused for %s, with its place', (_case, text, problem) => {
    expect(problemsOf(text).join('\n')).toMatch(problem);
  });

  it('names every mistake at once', () => {
    const text = 'queues: [{ name: q }, { strategy: A }]\nstrategies: { A: [{ queue: 1 }] }';

    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^queues.0.strategy /),
      expect.stringMatching(/^queues.1.name /),
      expect.stringMatching(/^strategies.A.0.queue /),
    ]);
  });

  it('may go in circles where there is a way out', () => {
    const text = `
queues: [{ name: a, strategy: A }, { name: b, strategy: B }]
strategies:
  A: [{ queue: b }]
  B: [{ when: { tried: 'yes' }, then: [{ done: true }] }, { queue: a }]`;

    expect(problemsOf(text)).toEqual([]);
  });

  it.each([
    ['unfolds to more than memory holds', `a: &a [x,x,x,x,x,x,x,x,x]\n${bomb(12)}`],
    ['is nested deeper than the stack', '['.repeat(200_000)],
    ['contains itself', 'strategies: &s { A: [{ when: { a: b }, then: *s }] }'],
  ])('is refused where it %s', (_case, text) => {
    expect(problemsOf(text)).not.toEqual([]);
  });

  it('has names that objects have of themselves, and they mean nothing else', () => {
    const text = 'queues: [{ name: toString, strategy: constructor }]\nstrategies: { constructor: [{ done: true }] }';

    expect(strategyAt(readWorkflow(text, 'w'), 'T', 'toString')).toBe('constructor');
    expect(problemsOf('queues: [{ name: q, strategy: toString }]')).not.toEqual([]);
  });

  it('never fails in another way, and in no long message (property)', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((text) => `strategies: ${text}`),
        ),
        (text) => {
          try {
            readWorkflow(text, 'workflow.yaml');
          } catch (error) {
            expect(error).toBeInstanceOf(WorkflowError);
            expect((error as Error).message.length).toBeLessThan(12_000);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

function bomb(levels: number): string {
  const names = Array.from({ length: levels }, (_, level) => String.fromCharCode(97 + level));
  return names
    .slice(1)
    .map((name, level) => `${name}: &${name} [${Array(9).fill(`*${names[level]}`).join(',')}]`)
    .join('\n');
}

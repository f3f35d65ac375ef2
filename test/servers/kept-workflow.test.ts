import { systemClock } from '@eservices-lb/sdk';
import { eventually } from '../estate/eventually.js';
import { KeptWorkflow } from '../../packages/servers/src/workflow/kept-workflow.js';
import { aRegistration, silentLog } from './application-surroundings.js';
import { aWorkflowFile } from './a-workflow-file.js';
import type { WorkflowFile } from './a-workflow-file.js';

const toA = 'queues: [{ name: q, strategy: A }]\nstrategies: { A: [{ done: true }] }';
const toB = 'queues: [{ name: q, strategy: B }]\nstrategies: { B: [{ done: true }] }';

describe('the workflow of a running server', () => {
  let file: WorkflowFile;
  let kept: KeptWorkflow;
  let configured: string | undefined;
  let changes: number;

  const strategy = (): string | undefined => kept.current.queues[0]?.strategy;

  beforeEach(() => {
    file = aWorkflowFile(toA);
    configured = file.file;
    changes = 0;
    kept = new KeptWorkflow({
      registration: () => {
        return aRegistration({}, [], {
          ...(configured !== undefined && { options: { workflow: { file: configured } } }),
        });
      },
      ...{ onChange: () => (changes += 1), clock: systemClock, log: silentLog },
    });
  });
  afterEach(() => {
    kept.close();
    file[Symbol.dispose]();
  });

  it('follows its file as it changes', async () => {
    await kept.follow();
    expect(strategy()).toBe('A');

    file.write(toB);

    await eventually('the other workflow', () => (strategy() === 'B' ? true : undefined));
    expect(changes).toBe(2);
  });

  it.each([
    ['has a mistake', () => file.write('queues: [{}]'), /queues.0.name/],
    ['is gone', () => file.remove(), /there is no such file/],
    ['is a directory', () => (configured = '/'), /it is no file/],
    ['is a device without end', () => (configured = '/dev/zero'), /it is no file/],
    ['is too long', () => file.write('#'.repeat(1_100_000)), /longer than/],
  ])('stays as it is where the file %s, and says so', async (_case, spoil, problem) => {
    await kept.look();
    spoil();
    await kept.look();

    expect(strategy()).toBe('A');
    expect(kept.shown().problem).toMatch(problem);
    expect(kept.shown().file).toBe(file.file);
    expect(changes).toBe(1);

    configured = file.file;
    file.write(toA);
    await kept.look();
    expect(kept.shown()).toEqual({ file: file.file });
  });

  it('is empty where it begins with a file that cannot be used, until that is mended', async () => {
    file.write('queues: 7');
    await kept.look();
    expect(kept.current).toEqual({ queues: [], strategies: {} });

    file.write(toB);
    await kept.look();

    expect(strategy()).toBe('B');
  });

  it('is empty without a file, and where none is configured any more', async () => {
    await kept.look();
    configured = undefined;
    await kept.look();

    expect([strategy(), kept.shown()]).toEqual([undefined, {}]);
  });

  it('ends with what the last of many looks at once finds', async () => {
    const looks = [kept.look()];
    file.write(toB);
    looks.push(kept.look(), kept.look());
    await Promise.all(looks);

    expect(strategy()).toBe('B');
  });
});

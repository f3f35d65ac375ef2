import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A workflow file that a test writes again and again. */
export interface WorkflowFile extends Disposable {
  readonly file: string;
  write(text: string): void;
  remove(): void;
}

export function aWorkflowFile(text: string): WorkflowFile {
  const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-workflow-'));
  const file = join(directory, 'workflow.yaml');
  const write = (now: string): void => {
    writeFileSync(file, now);
  };
  write(text);
  return {
    ...{ file, write },
    remove() {
      rmSync(file);
    },
    [Symbol.dispose]() {
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

import { readFile, stat } from 'node:fs/promises';
import type { Registration } from '@eservices-lb/mock-scs/lca';
import { WorkflowError } from './workflow-error.js';

const longestBytes = 1024 * 1024;

/** What a workflow file says at this moment. */
export interface WorkflowText {
  readonly file: string;
  readonly text: string;
}

/**
 * Reads what option `file` of section `workflow` names, relative to the application's working directory; nothing where no file is configured.
 * @throws WorkflowError
 */
export async function workflowText({ application }: Registration): Promise<WorkflowText | undefined> {
  const file = application.options.workflow?.file;
  if (file === undefined) return undefined;
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new WorkflowError(file, ['it is no file: name one in option workflow/file']);
    if (found.size > longestBytes) throw new WorkflowError(file, [`it is longer than ${longestBytes} bytes`]);
    return { file, text: await readFile(file, 'utf8') };
  } catch (error) {
    if (error instanceof WorkflowError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new WorkflowError(file, [code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`]);
  }
}

import { isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import type { Workflow } from './workflow.js';
import { WorkflowError } from './workflow-error.js';
import { workflowProblems } from './workflow-problems.js';
import type { WorkflowProblem } from './workflow-problems.js';
import { workflowSchema } from './workflow-schema.js';

/** A file may be as small as it likes, and unfold to more than fits into memory. */
const mostAliases = 100;

/**
 * Reads the text of a workflow file.
 * @param file its name, for messages
 * @throws WorkflowError that names every place to mend
 */
export function readWorkflow(text: string, file: string): Workflow {
  try {
    return read(text, file);
  } catch (error) {
    if (error instanceof WorkflowError) throw error;
    // The parser itself gave up: nested deeper than its stack reaches, or unfolding to more than it takes.
    throw new WorkflowError(file, [error instanceof Error ? firstLine(error.message) : 'it cannot be read']);
  }
}

function read(text: string, file: string): Workflow {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: true, lineCounter: lines });
  refuse(
    file,
    [...document.errors, ...document.warnings].map(({ message }) => firstLine(message)),
  );
  const refusing = (problems: Iterable<WorkflowProblem>): void => {
    refuse(
      file,
      [...problems].map(({ path, message }) => `${placeOf(path, document, lines)}: ${message}`),
    );
  };
  refusing(dangerousKeys(document, lines));
  const decoded = workflowSchema.safeParse(document.toJS({ maxAliasCount: mostAliases }) ?? {});
  if (!decoded.success) {
    refusing(decoded.error.issues.map(({ path, message }) => ({ path: path.map(segment), message })));
    throw new WorkflowError(file, ['it cannot be read']);
  }
  refusing(workflowProblems(decoded.data));
  return decoded.data;
}

function refuse(file: string, [first, ...others]: readonly string[]): void {
  if (first !== undefined) throw new WorkflowError(file, [first, ...others]);
}

/** No object can have it as an ordinary key, so it would be passed over in silence. */
function dangerousKeys(document: Document, lines: LineCounter): readonly WorkflowProblem[] {
  const problems: WorkflowProblem[] = [];
  visit(document, {
    Pair(_key, { key }) {
      if (!isScalar(key) || key.value !== '__proto__') return;
      const line = key.range == null ? '' : ` at line ${lines.linePos(key.range[0]).line}`;
      problems.push({ path: [], message: `"__proto__"${line} is no name for anything` });
    },
  });
  return problems;
}

const segment = (of: PropertyKey): string | number => (typeof of === 'symbol' ? String(of) : of);

/** The path, and the line where its last part that is there begins. */
function placeOf(path: readonly (string | number)[], document: Document, lines: LineCounter): string {
  if (path.length === 0) return 'the file';
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    const range = (node as { readonly range?: readonly number[] | null } | undefined)?.range;
    if (range?.[0] !== undefined) return `${path.join('.')} (line ${lines.linePos(range[0]).line})`;
  }
  return path.join('.');
}

const firstLine = (message: string): string => message.split('\n', 1)[0] ?? message;

import { z } from 'zod';
import type { Application, Host, Tenant } from '../wire/application.js';
import { applicationStatusSchema } from '../wire/status.js';
import type { ApplicationStatus } from '../wire/status.js';
import { configurationSchema } from './configuration-file/configuration-schema.js';
import { parseYaml } from './configuration-file/parse-yaml.js';

/** What a file tells of an estate. `statuses` are only those that the file states. */
export interface EstateFile {
  readonly tenants: readonly Tenant[];
  readonly hosts: readonly Host[];
  readonly applications: readonly Application[];
  readonly statuses: readonly ApplicationStatus[];
}

/** An estate file cannot be used. The message names the file and the line. */
export class EstateFileError extends Error {
  override readonly name = 'EstateFileError';
  constructor(
    readonly file: string,
    /** From 1. */
    readonly line: number,
    readonly problem: string,
  ) {
    super(`${file}:${line}: ${problem}`);
  }
}

/** Unknown fields are refused: in a file written by hand they are spelling mistakes. */
const estateSchema = z.strictObject({
  ...configurationSchema.shape,
  statuses: z.array(z.strictObject(applicationStatusSchema.shape)).default([]),
});

/**
 * Reads YAML, or JSON, which is YAML too.
 * @param file what to call it in messages
 * @throws EstateFileError at the first thing that is wrong
 */
export function parseEstateFile(text: string, file: string): EstateFile {
  const parsed = parseYaml(text);
  if (!parsed.isReadable) {
    const [{ line, message }] = parsed.problems;
    throw new EstateFileError(file, line, message);
  }
  const decoded = estateSchema.safeParse(parsed.value);
  const failure = decoded.success ? duplicateIn(decoded.data) : failureOf(decoded.error);
  if (decoded.success && failure === undefined) return decoded.data;
  const { path, problem } = failure ?? { path: [], problem: 'of unknown shape' };
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  throw new EstateFileError(file, parsed.lineOf(path), `${where}${problem}`);
}

interface Failure {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

function failureOf({ issues: [issue] }: z.ZodError): Failure {
  const path = (issue?.path ?? []).map((step) => (typeof step === 'symbol' ? step.toString() : step));
  if (issue?.code !== 'unrecognized_keys') return { path, problem: issue?.message ?? 'of unknown shape' };
  return { path: [...path, issue.keys[0] ?? ''], problem: 'unknown field' };
}

/** DBIDs and names are unique among the objects of a kind. */
function duplicateIn(estate: z.output<typeof estateSchema>): Failure | undefined {
  for (const kind of ['tenants', 'hosts', 'applications'] as const) {
    const seen = new Set<string | number>();
    for (const [index, { dbid, name }] of estate[kind].entries()) {
      if (seen.has(dbid)) return { path: [kind, index, 'dbid'], problem: `DBID ${dbid} is taken already` };
      if (seen.has(name)) return { path: [kind, index, 'name'], problem: `the name "${name}" is taken already` };
      seen.add(dbid).add(name);
    }
  }
  return undefined;
}

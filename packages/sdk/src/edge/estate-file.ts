import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { z } from 'zod';
import {
  applicationSchema,
  connectionSchema,
  hostSchema,
  portSchema,
  startInfoSchema,
  tenantSchema,
} from '../wire/application.js';
import type { Application, Host, Tenant } from '../wire/application.js';
import { applicationStatusSchema } from '../wire/status.js';
import type { ApplicationStatus } from '../wire/status.js';

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
  tenants: z.array(z.strictObject(tenantSchema.shape)).default([]),
  hosts: z.array(z.strictObject(hostSchema.shape)).default([]),
  applications: z.array(
    z.strictObject({
      ...applicationSchema.shape,
      ports: z.array(z.strictObject(portSchema.shape)).default([]),
      connections: z.array(z.strictObject(connectionSchema.shape)).default([]),
      startInfo: z.strictObject(startInfoSchema.shape).optional(),
    }),
  ),
  statuses: z.array(z.strictObject(applicationStatusSchema.shape)).default([]),
});

/**
 * Reads YAML, or JSON, which is YAML too.
 * @param file what to call it in messages
 * @throws EstateFileError at the first thing that is wrong
 */
export function parseEstateFile(text: string, file: string): EstateFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) {
    throw new EstateFileError(file, lines.linePos(syntaxError.pos[0]).line, syntaxError.message);
  }
  const decoded = estateSchema.safeParse(plainValueOf(document, file));
  const failure = decoded.success ? duplicateIn(decoded.data) : failureOf(decoded.error);
  if (decoded.success && failure === undefined) return decoded.data;
  const { path, problem } = failure ?? { path: [], problem: 'of unknown shape' };
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  throw new EstateFileError(file, lineOf(document, lines, path), `${where}${problem}`);
}

/** An alias that names no anchor is noticed only here. */
function plainValueOf(document: Document, file: string): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    throw new EstateFileError(file, 1, error instanceof Error ? error.message : String(error));
  }
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

/** The line of the value at a path (of its key, in a map), or of the nearest thing above it. */
function lineOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown = length > 1 ? document.getIn(path.slice(0, length - 1), true) : document.contents;
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === path[length - 1])
      : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { z } from 'zod';
import { DataSetError } from './data-set-error.js';

const name = z.string().min(1).max(255);
const mostExamples = 100_000;

const dataSetSchema = z.strictObject({
  tenant: name,
  model: name.optional(),
  language: z.string().regex(/^[a-z]{2,3}$/, 'a code such as en, or mul for several, is expected'),
  examples: z
    .record(z.string().min(1).max(64), z.array(z.string().min(1).max(4_096)).min(2, 'two texts are the least'))
    .refine((examples) => Object.keys(examples).length >= 2, 'two categories are the least'),
});

export interface Example {
  readonly text: string;
  readonly category: string;
}

/** Labelled examples of a tenant. */
export interface DataSet {
  readonly tenant: string;
  /** The model that is to be learned from it. */
  readonly model: string;
  readonly language: string;
  readonly examples: readonly Example[];
  /** Equal where the data sets are. */
  readonly digest: string;
}

/**
 * Reads the text of a data set, in YAML or JSON.
 * @param of the names of its file, for messages, and of the job that wants it
 * @throws DataSetError that says where and what was expected
 */
export function readDataSet(text: string, { file, job }: { readonly file: string; readonly job: string }): DataSet {
  const decoded = dataSetSchema.safeParse(parsed(text, file));
  if (!decoded.success) {
    const [issue] = decoded.error.issues;
    throw new DataSetError(file, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it cannot be read'}`);
  }
  const { tenant, model = job, language } = decoded.data;
  const examples = Object.entries(decoded.data.examples).flatMap(([category, texts]) =>
    texts.map((each) => ({ text: each, category })),
  );
  if (examples.length > mostExamples) throw new DataSetError(file, `${mostExamples} examples are the most`);
  const digest = createHash('sha256')
    .update(JSON.stringify([tenant, model, language, examples]))
    .digest('hex');
  return { tenant, model, language, examples, digest };
}

function parsed(text: string, file: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 }) as unknown;
  } catch (error) {
    throw new DataSetError(file, (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '');
  }
}

import { z } from 'zod';
import { isSecretName, redact } from './redact.js';

const mostChanges = 100;
const mostLevels = 8;

export const fieldChangeSchema = z.object({
  /** In the manner `options.chat.limit`. */
  field: z.string(),
  from: z.unknown().optional(),
  to: z.unknown().optional(),
});
export type FieldChange = z.infer<typeof fieldChangeSchema>;

/** The fields in which two objects differ, secrets left out; at most a hundred. Lists are compared as wholes. */
export function fieldChanges(before: unknown, after: unknown): readonly FieldChange[] {
  const [old, now] = [leaves(before), leaves(after)];
  const fields = [...new Set([...old.keys(), ...now.keys()])];
  return fields
    .filter((field) => JSON.stringify(old.get(field)) !== JSON.stringify(now.get(field)))
    .slice(0, mostChanges)
    .map((field) => ({ field, ...shown('from', field, old.get(field)), ...shown('to', field, now.get(field)) }));
}

function shown(side: 'from' | 'to', field: string, value: unknown): Partial<FieldChange> {
  if (value === undefined) return {};
  const names = field.split('.');
  const name = names.find(isSecretName) ?? names.at(-1) ?? '';
  return { [side]: redact(name, value) };
}

/** Every value that is no record, by its path. */
function leaves(value: unknown, path: readonly string[] = []): ReadonlyMap<string, unknown> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value) && path.length < mostLevels;
  if (!isRecord) return new Map(value === undefined ? [] : [[path.join('.'), pruned(value)]]);
  return new Map(Object.entries(value).flatMap(([key, each]) => [...leaves(each, [...path, key])]));
}

/** Without what lies deeper than anything in a configuration: a body may be nested until no recursion can follow it. */
function pruned(value: unknown, levels = mostLevels): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((each) => pruned(each, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, pruned(each, levels - 1)]));
}

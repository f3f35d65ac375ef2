import { z } from 'zod';
import type { ObjectOfKind } from '../../core/rules/estate-configuration.js';
import type { Finding } from '../../core/rules/finding.js';
import { listOfKind } from '../../wire/object-kind.js';
import type { ObjectKind } from '../../wire/object-kind.js';
import { schemaOfKind } from './configuration-schema.js';
import { findBrokenReferences } from './find-broken-references.js';
import { findingsOfIssues, mostFindings } from './findings-of-issues.js';
import type { ObjectsOfKinds } from './objects-of-kinds.js';
import { hasTooManyValues, mostObjects, tooLongLists } from './structural-bounds.js';

/** What could be read of a configuration, and what is wrong with its fields and references. */
export interface ReadConfiguration {
  readonly objects: ObjectsOfKinds;
  readonly findings: readonly Finding[];
}

const frameSchema = z.strictObject({
  tenants: z.array(z.unknown()).default([]),
  hosts: z.array(z.unknown()).default([]),
  switches: z.array(z.unknown()).default([]),
  databases: z.array(z.unknown()).default([]),
  strategies: z.array(z.unknown()).default([]),
  trainingJobs: z.array(z.unknown()).default([]),
  applications: z.array(z.unknown()),
});

const nothing: ObjectsOfKinds = {
  ...{ tenant: [], host: [], switch: [], database: [], strategy: [], trainingJob: [], application: [] },
};

/** Reads what can be read, object by object. */
export function readObjects(input: unknown): ReadConfiguration {
  const tooLong = tooLongLists(input);
  if (tooLong.length > 0) {
    return { objects: nothing, findings: tooLong.slice(0, mostFindings).map(tooManyObjects) };
  }
  const frame = frameSchema.safeParse(input);
  if (!frame.success) {
    return { objects: nothing, findings: findingsOfIssues(frame.error.issues, [], 'the configuration') };
  }
  const findings: Finding[] = [];
  const decode = <K extends ObjectKind>(kind: K): readonly (ObjectOfKind[K] | undefined)[] =>
    frame.data[listOfKind[kind]].map((item, index) => {
      if (findings.length >= mostFindings) return undefined;
      const subject = `${kind} ${nameOf(item) === undefined ? `number ${index + 1}` : JSON.stringify(nameOf(item))}`;
      if (hasTooManyValues(item)) {
        findings.push({ path: [listOfKind[kind], index], message: `${subject}: it consists of too many values` });
        return undefined;
      }
      const decoded = schemaOfKind[kind].safeParse(item);
      if (decoded.success) return decoded.data as ObjectOfKind[K];
      findings.push(...findingsOfIssues(decoded.error.issues, [listOfKind[kind], index], subject));
      return schemaOfKind[kind].safeParse(withoutUnknownFields(item, decoded.error.issues)).data as
        ObjectOfKind[K] | undefined;
    });
  const objects: ObjectsOfKinds = {
    tenant: decode('tenant'),
    host: decode('host'),
    switch: decode('switch'),
    database: decode('database'),
    strategy: decode('strategy'),
    trainingJob: decode('trainingJob'),
    application: decode('application'),
  };
  const names = (list: keyof typeof frame.data): ReadonlySet<string> => namesIn(frame.data[list]);
  const broken = findBrokenReferences(objects, {
    tenants: names('tenants'),
    hosts: names('hosts'),
    databases: names('databases'),
    applications: names('applications'),
  });
  return { objects, findings: [...findings, ...broken] };
}

/** Names count even where the rest of their object is wrong, so that one mistake is not told twice. */
const namesIn = (items: readonly unknown[]): ReadonlySet<string> =>
  new Set(items.map(nameOf).filter((name) => name !== undefined));

function nameOf(item: unknown): string | undefined {
  const hasName = typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string';
  return hasName ? (item.name as string) : undefined;
}

const tooManyObjects = (list: string): Finding => ({
  path: [list],
  message: `the configuration: ${list}: more than ${mostObjects} objects`,
});

/** An object that is wrong only in having fields too many can be judged in everything else. */
function withoutUnknownFields(item: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  return issues.reduce<unknown>(
    (known, issue) =>
      issue.code === 'unrecognized_keys' ? without(known, issue.path, new Set(issue.keys)) : undefined,
    item,
  );
}

/** A copy, as deep as the path, without some fields of what is at the path. */
function without(value: unknown, [step, ...path]: readonly PropertyKey[], fields: ReadonlySet<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return value.map((each, at) => (at === step ? without(each, path, fields) : (each as unknown)));
  const entries = Object.entries(value);
  return step === undefined
    ? Object.fromEntries(entries.filter(([field]) => !fields.has(field)))
    : Object.fromEntries(entries.map(([field, each]) => [field, field === step ? without(each, path, fields) : each]));
}

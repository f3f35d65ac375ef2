import { z } from 'zod';
import type { EstateConfiguration, ObjectOfKind } from '../../core/rules/estate-configuration.js';
import type { Finding } from '../../core/rules/finding.js';
import { listOfKind } from '../../wire/object-kind.js';
import type { ObjectKind } from '../../wire/object-kind.js';
import { configurationSchema, schemaOfKind } from './configuration-schema.js';
import { findBrokenReferences } from './find-broken-references.js';
import { findingsOfIssues } from './findings-of-issues.js';
import type { ReadObjects } from './read-objects.js';

export type DecodedConfiguration =
  | { readonly isUsable: true; readonly configuration: EstateConfiguration }
  | { readonly isUsable: false; readonly findings: readonly [Finding, ...Finding[]] };

const frameSchema = z.strictObject({
  tenants: z.array(z.unknown()).default([]),
  hosts: z.array(z.unknown()).default([]),
  switches: z.array(z.unknown()).default([]),
  databases: z.array(z.unknown()).default([]),
  strategies: z.array(z.unknown()).default([]),
  trainingJobs: z.array(z.unknown()).default([]),
  applications: z.array(z.unknown()),
});

/** Makes a configuration of anything, or says everything that is wrong with it at once: fields and references together. */
export function decodeConfiguration(input: unknown): DecodedConfiguration {
  const frame = frameSchema.safeParse(input);
  if (!frame.success) return refused(findingsOfIssues(frame.error.issues, [], 'the configuration'));

  const findings: Finding[] = [];
  const decode = <K extends ObjectKind>(kind: K): readonly (ObjectOfKind[K] | undefined)[] =>
    frame.data[listOfKind[kind]].map((item, index) => {
      const decoded = schemaOfKind[kind].safeParse(item);
      if (decoded.success) return decoded.data as ObjectOfKind[K];
      const subject = `${kind} ${nameOf(item) === undefined ? `number ${index + 1}` : JSON.stringify(nameOf(item))}`;
      findings.push(...findingsOfIssues(decoded.error.issues, [listOfKind[kind], index], subject));
      return undefined;
    });
  const objects: ReadObjects = {
    tenant: decode('tenant'),
    host: decode('host'),
    switch: decode('switch'),
    database: decode('database'),
    strategy: decode('strategy'),
    trainingJob: decode('trainingJob'),
    application: decode('application'),
  };
  const names = (list: keyof typeof frame.data): ReadonlySet<string> => namesIn(frame.data[list]);
  findings.push(
    ...findBrokenReferences(objects, {
      tenants: names('tenants'),
      hosts: names('hosts'),
      databases: names('databases'),
      applications: names('applications'),
    }),
  );
  return findings.length > 0 ? refused(findings) : { isUsable: true, configuration: configurationSchema.parse(input) };
}

function refused(findings: readonly Finding[]): DecodedConfiguration {
  const [first = { path: [], message: 'the configuration cannot be read' }, ...others] = findings;
  return { isUsable: false, findings: [first, ...others] };
}

/** Names count even where the rest of their object is wrong, so that one mistake is not told twice. */
const namesIn = (items: readonly unknown[]): ReadonlySet<string> =>
  new Set(items.map(nameOf).filter((name) => name !== undefined));

function nameOf(item: unknown): string | undefined {
  return z.object({ name: z.string() }).safeParse(item).data?.name;
}

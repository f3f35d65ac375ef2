import type { Application, Host, Tenant } from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import { listOfKind } from './configuration.js';
import type { Configuration, ObjectKind } from './configuration.js';
import { configurationSchema, schemaOfKind } from './configuration-schema.js';
import { findBrokenReferences } from './find-broken-references.js';
import type { Finding } from './finding.js';
import { findingsOfIssues } from './findings-of-issues.js';

export type DecodedConfiguration =
  | { readonly isUsable: true; readonly configuration: Configuration }
  | { readonly isUsable: false; readonly findings: readonly [Finding, ...Finding[]] };

const frameSchema = z.strictObject({
  tenants: z.array(z.unknown()).default([]),
  hosts: z.array(z.unknown()).default([]),
  applications: z.array(z.unknown()),
});

/** Makes a configuration of anything, or says everything that is wrong with it at once: fields and references together. */
export function decodeConfiguration(input: unknown): DecodedConfiguration {
  const frame = frameSchema.safeParse(input);
  if (!frame.success) return refused(findingsOfIssues(frame.error.issues, [], 'the configuration'));

  const findings: Finding[] = [];
  const decode = <T>(kind: ObjectKind, schema: z.ZodType<T>): readonly (T | undefined)[] =>
    frame.data[listOfKind[kind]].map((item, index) => {
      const decoded = schema.safeParse(item);
      if (decoded.success) return decoded.data;
      const subject = `${kind} ${nameOf(item) === undefined ? `number ${index + 1}` : JSON.stringify(nameOf(item))}`;
      findings.push(...findingsOfIssues(decoded.error.issues, [listOfKind[kind], index], subject));
      return undefined;
    });
  const tenants = decode<Tenant>('tenant', schemaOfKind.tenant);
  const hosts = decode<Host>('host', schemaOfKind.host);
  const applications = decode<Application>('application', schemaOfKind.application);
  findings.push(
    ...findBrokenReferences(
      { tenants, hosts, applications },
      {
        tenants: namesIn(frame.data.tenants),
        hosts: namesIn(frame.data.hosts),
        applications: namesIn(frame.data.applications),
      },
    ),
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

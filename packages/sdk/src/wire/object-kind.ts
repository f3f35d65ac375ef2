import { z } from 'zod';

/** The kinds of configuration objects, and the list of a configuration that holds each. */
export const listOfKind = {
  tenant: 'tenants',
  host: 'hosts',
  switch: 'switches',
  database: 'databases',
  strategy: 'strategies',
  trainingJob: 'trainingJobs',
  application: 'applications',
} as const;
export type ObjectKind = keyof typeof listOfKind;

export const objectKindSchema = z.enum(Object.keys(listOfKind) as [ObjectKind, ...ObjectKind[]]);

/** Names an object of the configuration. */
export const objectReferenceSchema = z.object({ kind: objectKindSchema, name: z.string() });
export type ObjectReference = z.infer<typeof objectReferenceSchema>;

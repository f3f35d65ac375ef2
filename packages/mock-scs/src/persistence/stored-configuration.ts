import { configurationSchema } from '@eservices-lb/sdk/rules';
import type { EstateConfiguration } from '@eservices-lb/sdk/rules';
import { objectKindSchema } from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import type { RetiredDbid } from '../control/retired-dbid.js';

/** What a control server needs to go on where the one before it ended. */
export interface StoredConfiguration {
  /** Of the scenario that this configuration grew from. */
  readonly fingerprint: string;
  /** The last one that was used. */
  readonly epoch: number;
  /** How often the configuration was changed since it was that of the scenario. */
  readonly changes: number;
  readonly retired: readonly RetiredDbid[];
  readonly configuration: EstateConfiguration;
  /** What of it could not be read, so that this is only the part before. */
  readonly damage?: string;
}

const storedConfigurationSchema = z.object({
  fingerprint: z.string(),
  epoch: z.number().nonnegative(),
  changes: z.int().nonnegative(),
  retired: z.array(z.object({ kind: objectKindSchema, dbid: z.int().positive() })),
  configuration: configurationSchema,
});

/** @throws ZodError where it is none */
export const storedConfigurationOf = (value: unknown): StoredConfiguration => storedConfigurationSchema.parse(value);

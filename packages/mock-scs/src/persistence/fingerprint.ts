import type { EstateConfiguration } from '@eservices-lb/sdk/rules';
import { createHash } from 'node:crypto';

/** The same for the same scenario, and for no other. */
export const fingerprintOf = (configuration: EstateConfiguration): string =>
  createHash('sha256').update(JSON.stringify(configuration)).digest('hex').slice(0, 32);

import { z } from 'zod';
import { configurationSchema } from '@eservices-lb/sdk/rules';

/** The JSON Schema of a configuration file, for editors that complete and check it while it is written. */
export function configurationJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(configurationSchema, { io: 'input', target: 'draft-7' });
  return { $schema, title: 'Configuration of an eservices-lb estate', ...schema };
}

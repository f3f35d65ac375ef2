import { z } from 'zod';
import { commonSettings, wholeNumber } from '../capture-point-options.js';
import { variableName } from '../secret-of-option.js';

/** The options of a Database Capture Point. */
export const databaseSettings = commonSettings.extend({
  /** With its schema, where that is not the usual one. */
  table: z
    .string()
    .regex(/^(?:[a-z_][a-z0-9_]{0,62}\.)?[a-z_][a-z0-9_]{0,62}$/, 'a table is expected: small letters, digits and "_"')
    .default('capture_input'),
  /** Whether the Capture Point makes the table where it is missing. */
  'create-table': z.enum(['true', 'false']).default('false'),
  /** The environment variable that holds the URL of the database, where it is not that of the Interaction Server. */
  'url-variable': z.string().regex(variableName, 'the name of an environment variable is expected').optional(),
  'poll-interval': wholeNumber(1, 3_600).default(2),
  concurrency: wholeNumber(1, 64).default(4),
});

import { z } from 'zod';
import { commonSettings, longestBytes, wholeNumber } from '../capture-point-options.js';
import { variableName } from '../secret-of-option.js';

/** The options of a Web Service Capture Point. Its address is its own port `default`, on the host of Interaction Server (CP-1). */
export const webServiceSettings = commonSettings
  .extend({
    path: z
      .string()
      .regex(/^(?:\/[\w.~-]+)+$/, 'a path is expected, like /captures')
      .default('/captures'),
    /** The environment variable that holds the secret which callers send as bearer token. */
    'secret-variable': z.string().regex(variableName, 'the name of an environment variable is expected').optional(),
    /** The file that holds it; made up and written where there is none. */
    'secret-file': z.string().min(1).max(1_000).optional(),
    /** How many requests are worked on at once; others are asked to come back. */
    'most-requests': wholeNumber(1, 1_000).default(100),
    'longest-bytes': longestBytes,
  })
  .refine((settings) => (settings['secret-variable'] === undefined) !== (settings['secret-file'] === undefined), {
    path: ['secret-file'],
    message: 'set either this or settings/secret-variable',
  });

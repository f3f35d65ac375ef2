import { z } from 'zod';
import { commonSettings, longestBytes, wholeNumber } from '../capture-point-options.js';

/** The options of a File Capture Point. */
export const fileSettings = commonSettings.extend({
  /** Where files are put; the Capture Point makes its own folders in it. */
  folder: z.string().min(1, 'name the folder that is watched').max(1_000),
  /** What becomes of files whose interactions are stored. */
  'after-capture': z.enum(['keep', 'delete']).default('keep'),
  /** A file is complete when it has not changed for so long, ms. */
  'settle-time': wholeNumber(0, 600_000).default(500),
  /** Seconds between two looks where nobody says that something has changed, as on network folders. */
  'poll-interval': wholeNumber(1, 3_600).default(5),
  concurrency: wholeNumber(1, 64).default(4),
  'longest-bytes': longestBytes,
});
export type FileSettings = z.infer<typeof fileSettings>;

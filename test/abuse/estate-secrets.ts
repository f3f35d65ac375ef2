import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Estate } from '../estate/start-estate.js';

const secretsSchema = z.object({
  service: z.string(),
  aliasKeys: z.string(),
  agentPassword: z.string(),
  masterSecret: z.string(),
});
export type EstateSecrets = z.infer<typeof secretsSchema>;

export const stateDirectoryOf = ({ directory, portBase }: Estate): string =>
  join(directory, '.eservices-lb', String(portBase));

export const secretsOf = (estate: Estate): EstateSecrets =>
  secretsSchema.parse(JSON.parse(readFileSync(join(stateDirectoryOf(estate), 'secrets.json'), 'utf8')));

/** What its Local Control Agent knows an application by: each application has its own, and an attempt may be made with it. */
export const secretOfApplication = ({ masterSecret }: EstateSecrets, application: string): string =>
  createHmac('sha256', masterSecret).update(application).digest('base64url');

import { z } from 'zod';
import type { EstateSecrets } from '../agent/child-environment.js';
import type { StateDirectory } from '../agent/state-directory.js';
import { completeSecrets } from '../complete-secrets.js';

const secretsSchema = z
  .object({
    service: z.string().min(8),
    aliasKeys: z.string().min(8),
    agentPassword: z.string().min(8),
    masterSecret: z.string().min(8),
  })
  .partial();

/** The secrets of the last start, so that aliases stay good and running applications are known again; what is missing is made up and kept. Tokens are none of them. */
export function estateSecrets(state: StateDirectory): EstateSecrets {
  const kept = secretsSchema.safeParse(state.readJson('secrets.json')).data ?? {};
  const secrets = completeSecrets(kept);
  state.writeJson('secrets.json', secrets);
  return secrets;
}

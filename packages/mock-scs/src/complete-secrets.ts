import { randomBytes } from 'node:crypto';
import type { EstateSecrets } from './agent/child-environment.js';

/** Makes up what is not given; all of it is random, 32 bytes each. */
export function completeSecrets(given: Partial<EstateSecrets> = {}): EstateSecrets {
  return {
    service: given.service ?? randomBytes(32).toString('base64url'),
    aliasKeys: given.aliasKeys ?? randomBytes(32).toString('base64'),
    agentPassword: given.agentPassword ?? randomBytes(9).toString('base64url'),
    masterSecret: given.masterSecret ?? randomBytes(32).toString('base64url'),
  };
}

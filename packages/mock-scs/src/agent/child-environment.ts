import { resolve } from 'node:path';
import type { Application } from '@eservices-lb/sdk/wire';
import { applicationSecret } from '../lca-server/application-secret.js';

/** The secrets of an estate. */
export interface EstateSecrets {
  /** Shared by web nodes and application servers. */
  readonly service: string;
  /** Base64, current first, separated by commas. */
  readonly aliasKeys: string;
  /** With which the agents of the demo log in at the web nodes. */
  readonly agentPassword: string;
  /** From which every application's own secret is derived. */
  readonly masterSecret: string;
}

export interface EstateOfChild {
  readonly secrets: EstateSecrets;
  readonly stateDirectory: string;
  readonly issueToken: () => string;
}

/**
 * The environment of a started application: ours, without our own secrets, with the one of the application itself, and with those that
 * its annex asks for (`local-control-agent`, key `secrets`: `token`, `service`, `alias-keys`, `agent-password`). The token is one of its own, made by
 * `issueToken`. `ESERVICES_STATE_DIRECTORY` is where the estate keeps its state, for those that keep files.
 */
export function childEnvironment(
  { name, annex }: Application,
  { secrets, stateDirectory, issueToken }: EstateOfChild,
): NodeJS.ProcessEnv {
  const wanted = new Set((annex['local-control-agent']?.secrets ?? '').split(',').map((each) => each.trim()));
  const inherited = Object.entries(process.env).filter(([variable]) => !variable.startsWith('ESERVICES_'));
  return {
    ...Object.fromEntries(inherited),
    ESERVICES_STATE_DIRECTORY: resolve(stateDirectory),
    ESERVICES_LCA_SECRET: applicationSecret(secrets.masterSecret, name),
    ...(wanted.has('token') && { ESERVICES_TOKEN: issueToken() }),
    ...(wanted.has('service') && { ESERVICES_SERVICE_SECRET: secrets.service }),
    ...(wanted.has('alias-keys') && { ESERVICES_ALIAS_KEYS: secrets.aliasKeys }),
    ...(wanted.has('agent-password') && { ESERVICES_AGENT_PASSWORD: secrets.agentPassword }),
  };
}

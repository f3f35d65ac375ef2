import type { World } from '../control/world.js';
import type { AccessTokens } from './access-tokens.js';

const prefix = 'application ';

/** The name of the token that an application gets; no operator can give it to another, for it has a space. */
export const applicationTokenName = (application: string): string => `${prefix}${application}`;

/** Takes back the tokens of applications that are deleted, now and from now on; returns its own undoing. */
export function withdrawWithApplications(tokens: AccessTokens, world: World): () => void {
  const withdraw = (): void => {
    tokens.withdraw((name) => name.startsWith(prefix) && !world.has('application', name.slice(prefix.length)));
  };
  withdraw();
  return world.subscribe(({ name, body }) => {
    if (name === 'configuration' && body.change === 'deleted' && body.kind === 'application') withdraw();
  });
}

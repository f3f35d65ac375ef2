import type { EstateConfiguration as Configuration } from '@eservices-lb/sdk/rules';
import type { Application } from '@eservices-lb/sdk/wire';
import type { LoadedStrategy } from '../lca/messages.js';

/** The strategies that were activated on a routing server (IXN-2), or on the primary that it is the backup of (LB-14). */
export function loadedStrategies({ strategies, applications }: Configuration, { name }: Application): LoadedStrategy[] {
  const primary = applications.find(({ backup }) => backup === name)?.name ?? name;
  return strategies
    .filter(({ state, servers }) => state === 'enabled' && servers.includes(primary))
    .map((strategy) => ({ name: strategy.name, tenant: strategy.tenant }));
}

import type { EstateConfiguration as Configuration } from '@eservices-lb/sdk/rules';
import type { Application } from '@eservices-lb/sdk/wire';
import type { MultimediaSwitch } from '../lca/messages.js';

const interactionServerTypes: readonly string[] = ['InteractionServer', 'TServer'];

/** The multimedia switches of an Interaction Server's tenants; no other application needs them (MT-7). */
export function multimediaSwitches({ switches }: Configuration, { type, tenants }: Application): MultimediaSwitch[] {
  if (!interactionServerTypes.includes(type)) return [];
  return switches
    .filter((one) => one.type === 'multimedia' && one.state === 'enabled' && tenants.includes(one.tenant))
    .map(({ name, tenant, application }) => ({ name, tenant, ...(application !== undefined && { application }) }));
}

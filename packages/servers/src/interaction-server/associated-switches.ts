import type { Registration } from '@eservices-lb/mock-scs/lca';

/** With which multimedia switch clients of release 7.1 associate this Interaction Server, for one of its tenants. */
export interface AssociatedSwitch {
  readonly tenant: string;
  readonly switch: string;
}

/**
 * MT-7: for each tenant its multimedia switch, where the tenant has exactly one. Of type T-Server, an Interaction Server specifies its switch
 * itself: the one that names it (MT-6).
 */
export function associatedSwitches({ application, switches }: Registration): readonly AssociatedSwitch[] {
  const { type, tenants, name } = application;
  return tenants.flatMap((tenant) => {
    const ofTenant = switches.filter((one) => one.tenant === tenant);
    const own = type === 'TServer' ? ofTenant.filter((one) => one.application === name) : [];
    const [only, ...others] = own.length > 0 ? own : ofTenant;
    return only === undefined || others.length > 0 ? [] : [{ tenant, switch: only.name }];
  });
}

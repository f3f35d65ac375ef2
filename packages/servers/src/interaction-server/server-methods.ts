import type { Registration } from '@eservices-lb/mock-scs/lca';
import type { Methods } from '../json-rpc/json-rpc-peer.js';
import { associatedSwitches } from './associated-switches.js';
import type { AssociatedSwitch } from './associated-switches.js';

/** What clients may know of the Interaction Server that they are connected to. */
export interface ServerDescription {
  readonly application: string;
  /** `InteractionServer` or `TServer` (MT-6). */
  readonly type: string;
  readonly version: string;
  readonly tenants: readonly string[];
  readonly switches: readonly AssociatedSwitch[];
}

export function serverMethods(registration: () => Registration): Methods {
  return { 'interaction.server': () => descriptionOf(registration()) };
}

function descriptionOf(registration: Registration): ServerDescription {
  const { name, type, version, tenants } = registration.application;
  return { application: name, type, version, tenants, switches: associatedSwitches(registration) };
}

import { tenantChangeEffect } from '@eservices-lb/sdk/rules';
import type { Application, Switch } from '@eservices-lb/sdk/wire';

/**
 * Says whether a running application works with the tenants that it was started with until it is restarted (MT-4). A T-Server that a multimedia
 * switch names is an Interaction Server (MT-6).
 */
export function keepsTenants({ name, type, version }: Application, switches: Iterable<Switch>): boolean {
  const isInteractionServer = type === 'TServer' && [...switches].some((each) => isFor(each, name));
  return tenantChangeEffect({ type: isInteractionServer ? 'InteractionServer' : type, version }) === 'at-restart';
}

const isFor = ({ type, application }: Switch, name: string): boolean => type === 'multimedia' && application === name;

import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { StartServer } from '../application-server/application-server.js';
import { ownLoadBalancer } from '../application-server/own-load-balancer.js';
import { reporting } from '../application-server/reporting.js';
import { Forwarding } from './forwarding.js';
import type { PassedMethods } from './passed-methods.js';
import { ProxyDoor } from './proxy-door.js';
import { ProxyUpstream } from './proxy-upstream.js';
import { upgradeRequired } from './upgrade-required.js';

export interface ProxyKind {
  /** The application types that such a proxy may stand before. */
  readonly serverTypes: readonly string[];
  readonly passed: PassedMethods;
}

/**
 * A server that stands between many desktops and one server (PX-1): it takes their connections on its port `default`, speaks the protocol of
 * the server itself, and keeps one connection to that server. While it is a backup it takes nobody and keeps none (BK-4).
 */
export const proxyServer =
  ({ serverTypes, passed }: ProxyKind): StartServer =>
  async (surroundings) => {
    const { registration, clock, log, isBackup } = surroundings;
    const serviceSecret = environmentVariable('ESERVICES_SERVICE_SECRET');
    const loadBalancer = await ownLoadBalancer(surroundings);
    const upstream = new ProxyUpstream({
      ...{ ...surroundings, loadBalancer, serviceSecret, serverTypes },
      onConnected: () => {
        forwarding.resume();
      },
    });
    const tenants = (): readonly string[] => registration().application.tenants;
    const forwarding = new Forwarding({ passed, upstream, tenants, clock });
    const door = new ProxyDoor({ forwarding, serviceSecret, isServing: () => !isBackup(), clock, log });
    const { port, host } = addressOf(registration(), 'default');
    const listening = await listen(upgradeRequired, port, host, {
      onUpgrade: (...upgrade) => {
        door.accept(...upgrade);
      },
    });
    if (!isBackup()) upstream.open();
    const stopReporting = reporting(() => ({ load: door.clients }), surroundings);
    return {
      whenIdle: () => door.empty(),
      becomePrimary() {
        upstream.open();
      },
      becomeBackup() {
        door.disconnectAll();
        upstream.close();
      },
      configurationChanged() {
        upstream.configurationChanged();
      },
      shownWork: () => ({
        kind: 'proxy',
        upstream: { application: upstream.application, isConnected: upstream.isConnected },
        ...{ clients: door.clients, requests: forwarding.requests, waiting: forwarding.waiting },
      }),
      async close() {
        stopReporting();
        door.close();
        forwarding.close();
        upstream.close();
        await listening.close();
        await loadBalancer.close();
      },
    };
  };

import type { ConnectedApplication, Registration } from '@eservices-lb/mock-scs/lca';
import type { ReadFeed } from './received-post.js';

const usualPauseMs = 1_000;
const shortestPauseMs = 100;
const usualAccount = 'eservices';

export interface SocialSettings {
  /** Section `feeds`: the tenant of each feed. */
  readonly feeds: readonly ReadFeed[];
  /** Section `social-network`, `account`: who we are there. @defaultValue eservices */
  readonly account: string;
  /** `poll-ms`: how long to wait between two looks into a feed. @defaultValue 1000 */
  readonly pauseMs: number;
}

export function settingsOf(registration: Registration): SocialSettings {
  const { feeds = {}, 'social-network': network = {} } = registration.application.options;
  const networkName = networkOf(registration)?.application ?? '';
  const pauseMs = Number(network['poll-ms']);
  return {
    feeds: Object.entries(feeds).map(([name, tenant]) => ({ name, tenant, network: networkName })),
    account: network.account ?? usualAccount,
    pauseMs: pauseMs >= shortestPauseMs ? pauseMs : usualPauseMs,
  };
}

/**
 * The social network among the Connections: the Third Party Server that option `application` of section `social-network` names, else the first.
 * @throws Error that says which connection to add
 */
export function networkUrl(registration: Registration): string {
  const found = networkOf(registration);
  if (found === undefined)
    throw new Error(
      `${registration.application.name} has no connection to a social network: add the Third Party Server that is one.`,
    );
  return `${found.secure ? 'https' : 'http'}://${found.host}:${found.port}`;
}

function networkOf({ application, connections }: Registration): ConnectedApplication | undefined {
  const wanted = application.options['social-network']?.application;
  return connections.find((one) =>
    wanted === undefined ? one.type === 'ThirdPartyServer' : one.application === wanted,
  );
}

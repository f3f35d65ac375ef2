import { listen } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { StartServer } from '../application-server/application-server.js';
import { feedApplication } from './feed-application.js';
import { Feeds } from './feeds.js';

/** Starts the simulator of a social network: feeds of posts, over HTTP on port `default`. */
export const startSocialNetwork: StartServer = async ({ registration, clock, log }) => {
  const { port, host } = addressOf(registration(), 'default');
  const listening = await listen(feedApplication(new Feeds(() => clock.wallClock()), log), port, host);
  return { whenIdle: () => Promise.resolve(), close: () => listening.close() };
};

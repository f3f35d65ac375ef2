import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { StartServer } from '../application-server/application-server.js';
import { serviceApplication } from '../application-server/service-application.js';
import { askingChatServers, chatServersOf } from './chat-servers.js';
import { ChatWatch } from './chat-watch.js';
import { statisticsRoutes } from './statistics-routes.js';

const usualAssumedSeconds = 60;

/**
 * Starts a Stat Server on its port `default`, with the Chat Servers of its tenant among its Connections. Option `assumed-wait` of section
 * `statistics` is what it says of waiting times before it has seen one, in seconds; 60 unless given.
 */
export const startStatServer: StartServer = async ({ registration, clock, log, isBackup }) => {
  const serviceSecret = environmentVariable('ESERVICES_SERVICE_SECRET');
  const tenants = (): readonly string[] => registration().application.tenants;
  const watch = new ChatWatch({
    ...{ tenants, clock, ask: askingChatServers(serviceSecret) },
    chatServers: () => chatServersOf(registration()),
    assumedWaitMs: () => {
      const configured = Number(registration().application.options.statistics?.['assumed-wait']);
      return (configured > 0 ? configured : usualAssumedSeconds) * 1_000;
    },
  });
  const routes = statisticsRoutes({ watch, tenants });
  const { port, host } = addressOf(registration(), 'default');
  const listening = await listen(serviceApplication(routes, { serviceSecret, isBackup, log }), port, host);
  watch.start();
  return {
    whenIdle: () => Promise.resolve(),
    async close() {
      watch.close();
      await listening.close();
    },
  };
};

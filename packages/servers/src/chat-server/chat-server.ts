import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../application-server/address-of.js';
import type { StartServer } from '../application-server/application-server.js';
import { serviceApplication } from '../application-server/service-application.js';
import { chatRoutes } from './chat-routes.js';
import { ChatSessions } from './chat-sessions.js';

const usualInactivitySeconds = 45;

/** Starts a Chat Server on its port `webapi`. Its load is the number of open chats. */
export const startChatServer: StartServer = async ({ registration, clock, log, isAccepting, isBackup, reportWork }) => {
  const serviceSecret = environmentVariable('ESERVICES_SERVICE_SECRET');
  const inactivityMs = (): number => {
    const configured = Number(registration().application.options.chat?.['flex-disconnect-timeout']);
    return (configured > 0 ? configured : usualInactivitySeconds) * 1_000;
  };
  const sessions = new ChatSessions({
    ...{ clock, inactivityMs },
    onWork: (open, begun) => {
      reportWork({ load: open, sessions: begun });
    },
  });
  const routes = chatRoutes({
    ...{ sessions, isAccepting },
    utcTime: () => clock.wallClock(),
    tenants: () => registration().application.tenants,
  });
  const { port, host } = addressOf(registration(), 'webapi');
  const listening = await listen(serviceApplication(routes, { serviceSecret, isBackup, log }), port, host);
  reportWork({ load: 0, sessions: 0 });
  return {
    whenIdle: () => sessions.whenIdle(),
    becomeBackup: () => {
      sessions.endAll('The chat ended because another Chat Server took over.');
    },
    close: () => {
      sessions.close();
      return listening.close();
    },
  };
};

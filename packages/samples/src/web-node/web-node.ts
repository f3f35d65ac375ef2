import { join } from 'node:path';
import type { ConnectedApplication } from '@eservices-lb/mock-scs/lca';
import { systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import express from 'express';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { agentApi } from './agent/agent-api.js';
import { chatDesk } from './agent/chat-desk.js';
import { emailDesk } from './agent/email-desk.js';
import { agentCallbacks } from './callbacks/agent-callbacks.js';
import { callbackApi } from './callbacks/callback-api.js';
import { callbackPage } from './callbacks/callback-page.js';
import { callbackServerClient } from './callbacks/callback-server-client.js';
import { callbacksOf } from './callbacks/callbacks.js';
import { chatApi } from './chat-api/chat-api.js';
import { ChatLocation } from './chat-location/chat-location.js';
import { agentContacts } from './contacts/agent-contacts.js';
import { contactServerClient } from './contacts/contact-server-client.js';
import { crossOrigin } from './cors.js';
import { emailApi } from './email-api/email-api.js';
import { failure } from './failure.js';
import { agentInteractions } from './interactions/agent-interactions.js';
import { interactionServerClient } from './interactions/interaction-server-client.js';
import { Submissions } from './interactions/submissions.js';
import { submittingChats, submittingEmails } from './interactions/submitting-clients.js';
import { nodeApi } from './node-api.js';
import { emailPage } from './pages/email-page.js';
import { mailboxPage } from './pages/mailbox-page.js';
import { simplePages } from './pages/simple-pages.js';
import { rateLimits } from './rate-limits.js';
import { securityHeaders } from './security-headers.js';
import { chatServerClient } from './servers/chat-server-client.js';
import { emailServerClient } from './servers/email-server-client.js';
import { serverHttp } from './servers/server-http.js';
import { askingStatServers } from './statistics/chat-statistics.js';
import { statServerClient } from './statistics/stat-server-client.js';
import { statisticsApi } from './statistics/statistics-api.js';
import { statusPage } from './status/status-page.js';
import { unknownRoute } from './unknown-route.js';

export interface WebNodeOptions {
  readonly loadBalancer: LoadBalancer;
  /** The name of the Web API Server's application that this web node is. */
  readonly application: string;
  /** What application servers know us by. */
  readonly serviceSecret: string;
  /** The applications on its Connections, with their addresses. */
  readonly connections: () => readonly ConnectedApplication[];
  readonly isOnline: () => boolean;
  /** The addresses of the control servers. */
  readonly scs: readonly string[];
  readonly log: Pick<Logger, 'error'>;
}

const root = join(__dirname, '../..');

/** The web application, ready to listen: it plays the Web API Server, and shows the pages. */
export function createWebNode({
  loadBalancer,
  application,
  serviceSecret,
  connections,
  isOnline,
  scs,
  log,
}: WebNodeOptions): Express {
  const http = serverHttp(serviceSecret);
  const interactionServer = interactionServerClient(http);
  const submissions = new Submissions({ loadBalancer, interactionServer, clock: systemClock, log });
  const chatServer = submittingChats(chatServerClient(http), submissions);
  const chatLocation = new ChatLocation({ loadBalancer, chatServer, clock: systemClock });
  const chatServers = { chatServer, chatLocation };
  const emailServer = submittingEmails(emailServerClient(http), submissions);
  const { configuration } = loadBalancer;
  const scope = { configuration, application };
  const limits = rateLimits(scope);

  const app = express();
  app.disable('x-powered-by');
  // The front door is on this machine; nobody else is believed about whom a request comes from.
  app.set('trust proxy', 'loopback');
  // No answer of an API is asked for twice with a tag; static files have their own.
  app.set('etag', false);
  app.set('views', join(root, 'views'));
  app.set('view engine', 'ejs');
  app.locals.application = application;
  app.use(securityHeaders());
  app.use(express.static(join(root, 'public')));

  app.use('/genesys', crossOrigin(scope));
  app.use('/genesys/1', nodeApi({ isOnline }));
  app.use('/genesys/2/chat', chatApi({ loadBalancer, scope, limits, ...chatServers }));
  app.use('/genesys/2/email', limits.byClient, emailApi({ loadBalancer, application, emailServer }));

  const callbacks = callbacksOf({ loadBalancer, callbackServer: callbackServerClient(http) });
  app.use('/api', crossOrigin(scope), limits.byClient);
  app.use('/api/callbacks', limits.creations, callbackApi({ scope, callbacks }));
  app.use('/callback', callbackPage({ scope, callbacks }));
  app.use('/agent/api/callbacks', agentCallbacks({ scope, callbacks }));

  const askStatistics = askingStatServers({ loadBalancer, statServer: statServerClient(http), clock: systemClock });
  app.use('/api/statistics', statisticsApi({ scope, askStatistics }));
  const contactServer = contactServerClient(http);
  app.use('/agent/api/contacts', agentContacts({ scope, loadBalancer, contactServer }));
  app.use('/agent/api/interactions', agentInteractions({ scope, loadBalancer, interactionServer }));

  const chats = chatDesk({ configuration, connections, chatServer });
  const emails = emailDesk({ loadBalancer, emailServer });
  app.use('/agent/api', limits.byClient, agentApi({ scope, chats, emails, chatServers }));
  app.use('/email', limits.byClient, emailPage({ loadBalancer, application, emailServer }));
  app.use('/mailbox', mailboxPage({ loadBalancer, application, http }));
  app.use('/status', statusPage({ loadBalancer, application, scs }));
  app.use(simplePages({ loadBalancer, application }));

  app.use(unknownRoute);
  app.use(failure(log));
  return app;
}

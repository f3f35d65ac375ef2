import { join } from 'node:path';
import type { ConnectedApplication } from '@eservices-lb/mock-scs/lca';
import { systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import express from 'express';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { agentApi } from './agent/agent-api.js';
import { AgentAccounts } from './agent-login/agent-accounts.js';
import { AgentSession } from './agent-login/agent-session.js';
import { loginPage } from './agent-login/login-page.js';
import { onlyFromOwnPages } from './agent-login/only-from-own-pages.js';
import { chatDesk } from './agent/chat-desk.js';
import { emailDesk } from './agent/email-desk.js';
import { chatApi } from './chat-api/chat-api.js';
import { ChatLocation } from './chat-location/chat-location.js';
import { crossOrigin } from './cors.js';
import { emailApi } from './email-api/email-api.js';
import { failure } from './failure.js';
import { submittingChats, submittingEmails } from './interactions/submitting-clients.js';
import { speak } from './languages/speak.js';
import { nodeApi } from './node-api.js';
import { otherServers } from './other-servers.js';
import { emailPage } from './pages/email-page.js';
import { mailboxPage } from './pages/mailbox-page.js';
import { simplePages } from './pages/simple-pages.js';
import { onPost } from './on-post.js';
import { rateLimits } from './rate-limits.js';
import { securityHeaders } from './security-headers.js';
import { chatServerClient } from './servers/chat-server-client.js';
import { emailServerClient } from './servers/email-server-client.js';
import { serverHttp } from './servers/server-http.js';
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
  readonly changeStatus: (isOnline: boolean) => void;
  /** What signs the sessions of agents, and the password of accounts that have none of their own. */
  readonly agentLogin: { readonly keys: string[]; readonly password: string | undefined };
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
  changeStatus,
  agentLogin,
  scs,
  log,
}: WebNodeOptions): Express {
  const http = serverHttp(serviceSecret);
  const { configuration } = loadBalancer;
  const scope = { configuration, application };
  const limits = rateLimits(scope);
  const accounts = new AgentAccounts({ scope, password: agentLogin.password });
  const session = new AgentSession({ scope, accounts, keys: agentLogin.keys, clock: systemClock });
  const others = otherServers({ loadBalancer, scope, session, http, limits, log });
  const chatServer = submittingChats(chatServerClient(http), others.submissions);
  const chatLocation = new ChatLocation({ loadBalancer, chatServer, clock: systemClock });
  const chatServers = { chatServer, chatLocation };
  const emailServer = submittingEmails(emailServerClient(http), others.submissions);

  const app = express();
  app.disable('x-powered-by');
  // The front door is on this machine; nobody else is believed about whom a request comes from.
  app.set('trust proxy', 'loopback');
  // No answer of an API is asked for twice with a tag; static files have their own.
  app.set('etag', false);
  app.set('views', join(root, 'views'));
  app.set('view engine', 'ejs');
  app.locals.application = application;
  app.use(securityHeaders(scope));
  app.use(speak());
  app.use(express.static(join(root, 'public'), { redirect: false }));

  app.use('/genesys', crossOrigin(scope));
  app.use('/genesys/1', nodeApi({ isOnline, changeStatus, password: agentLogin.password }));
  app.use('/genesys/2/chat', chatApi({ loadBalancer, scope, limits, ...chatServers }));
  app.use('/genesys/2/email', limits.byClient, limits.creations, emailApi({ loadBalancer, application, emailServer }));
  app.use(others.visitorRoutes);

  app.use('/agent', onlyFromOwnPages);
  app.use(['/agent', '/mailbox'], session.read());
  app.use('/agent', loginPage({ accounts, session }));
  app.use(['/agent', '/mailbox'], session.require());
  const chats = chatDesk({ configuration, connections, chatServer });
  const emails = emailDesk({ loadBalancer, emailServer });
  const agents = agentApi({ scope, session, work: { chats, ...others }, emails, chatServers });
  app.use('/agent/api', limits.byClient, agents, others.agentRoutes);
  app.use('/email', limits.byClient, onPost(limits.creations), emailPage({ loadBalancer, application, emailServer }));
  app.use('/mailbox', mailboxPage({ loadBalancer, scope, session, emails, http }));
  app.use('/status', statusPage({ loadBalancer, application, scs }));
  app.use(simplePages({ loadBalancer, application, session }));

  app.use(unknownRoute);
  app.use(failure(log));
  return app;
}

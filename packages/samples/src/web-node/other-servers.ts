import { systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import { Router } from 'express';
import type { Logger } from 'pino';
import { agentCallbacks } from './callbacks/agent-callbacks.js';
import { callbackApi } from './callbacks/callback-api.js';
import { callbackPage } from './callbacks/callback-page.js';
import { callbackServerClient } from './callbacks/callback-server-client.js';
import { callbacksOf } from './callbacks/callbacks.js';
import type { Callbacks } from './callbacks/callbacks.js';
import { agentContacts } from './contacts/agent-contacts.js';
import { contactServerClient } from './contacts/contact-server-client.js';
import { crossOrigin } from './cors.js';
import { agentInteractions } from './interactions/agent-interactions.js';
import { interactionServerClient } from './interactions/interaction-server-client.js';
import { Submissions } from './interactions/submissions.js';
import { onPost } from './on-post.js';
import type { RateLimits } from './rate-limits.js';
import type { ServerHttp } from './servers/server-http.js';
import { askingStatServers } from './statistics/chat-statistics.js';
import type { AskStatistics } from './statistics/chat-statistics.js';
import { statServerClient } from './statistics/stat-server-client.js';
import { statisticsApi } from './statistics/statistics-api.js';
import type { AgentSession } from './agent-login/agent-session.js';
import type { Scope } from './tenant-of-request.js';

export interface OtherServersOptions {
  readonly loadBalancer: LoadBalancer;
  readonly scope: Scope;
  readonly session: Pick<AgentSession, 'tenantOf'>;
  readonly http: ServerHttp;
  readonly limits: RateLimits;
  readonly log: Pick<Logger, 'error'>;
}

/** What a web node has of the servers beside chat and e-mail. */
export interface OtherServers {
  readonly callbacks: Callbacks;
  readonly askStatistics: AskStatistics;
  readonly submissions: Submissions;
  /** For `/api` and `/callback`, open to everybody. */
  readonly visitorRoutes: Router;
  /** For `/agent/api`, behind whatever lets only agents in. */
  readonly agentRoutes: Router;
}

/** Callback Server, Stat Server, Universal Contact Server and Interaction Server: each picked anew for every request. */
export function otherServers({ loadBalancer, scope, session, http, limits, log }: OtherServersOptions): OtherServers {
  const callbacks = callbacksOf({ loadBalancer, callbackServer: callbackServerClient(http) });
  const askStatistics = askingStatServers({ loadBalancer, statServer: statServerClient(http), clock: systemClock });
  const interactionServer = interactionServerClient(http);
  const submissions = new Submissions({ loadBalancer, interactionServer, clock: systemClock, log });

  const visitorRoutes = Router();
  visitorRoutes.use('/api', crossOrigin(scope), limits.byClient);
  visitorRoutes.use('/api/callbacks', limits.creations, callbackApi({ scope, callbacks }));
  visitorRoutes.use('/api/statistics', statisticsApi({ scope, askStatistics }));
  visitorRoutes.use('/callback', limits.byClient, onPost(limits.creations), callbackPage({ scope, callbacks }));

  const agentRoutes = Router();
  agentRoutes.use('/callbacks', agentCallbacks({ session, callbacks }));
  agentRoutes.use('/contacts', agentContacts({ session, loadBalancer, contactServer: contactServerClient(http) }));
  agentRoutes.use('/interactions', agentInteractions({ session, loadBalancer, interactionServer }));
  return { callbacks, askStatistics, submissions, visitorRoutes, agentRoutes };
}

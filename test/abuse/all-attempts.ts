import { agentLink } from './attempts/agent-link.js';
import { agentsLogin } from './attempts/agents-login.js';
import { bombs } from './attempts/bombs.js';
import { controlServer } from './attempts/control-server.js';
import { hostileServer } from './attempts/hostile-server.js';
import { keptSecrets } from './attempts/kept-secrets.js';
import { mail } from './attempts/mail.js';
import { markups } from './attempts/markup.js';
import { otherTenants } from './attempts/other-tenants.js';
import { requests } from './attempts/requests.js';
import { servicePorts } from './attempts/service-ports.js';
import { slowAndMany } from './attempts/slow-and-many.js';
import type { Attempt } from './attempt.js';

/** In the order in which they are played: the last one looks at what the others have left. */
export const attempts: Readonly<Record<string, readonly Attempt[]>> = {
  'What belongs to other tenants and visitors': otherTenants,
  'The sessions of agents': agentsLogin,
  'The control server': controlServer,
  'The link to the Local Control Agent': agentLink,
  'The ports of application servers': servicePorts,
  'Requests as no browser sends them': requests,
  Mail: mail,
  'Markup in what pages repeat': markups,
  'Bodies that are bombs': bombs,
  'Slow ones and many': slowAndMany,
  'A hostile application server': hostileServer,
  'What must stay secret': keptSecrets,
};

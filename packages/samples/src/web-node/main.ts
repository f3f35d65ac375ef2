import { environmentVariable } from '@eservices-lb/mock-scs/lca';
import { runApplication } from '../process/run-application.js';
import { sessionKeys } from './agent-login/session-keys.js';
import { createWebNode } from './web-node.js';

void runApplication('A web node: the Chat and E-mail API, and the pages of the samples.', ({ name, ...application }) =>
  createWebNode({
    application: name,
    serviceSecret: environmentVariable('ESERVICES_SERVICE_SECRET'),
    agentLogin: {
      keys: sessionKeys(environmentVariable('ESERVICES_ALIAS_KEYS').split(',')),
      password: process.env.ESERVICES_AGENT_PASSWORD,
    },
    ...application,
  }),
);

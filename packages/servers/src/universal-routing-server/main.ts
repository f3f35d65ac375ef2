import { runApplicationServer } from '../application-server/run-application-server.js';
import { startUniversalRoutingServer } from './universal-routing-server.js';

void runApplicationServer(
  'Universal Routing Server: says where interactions go, by its strategies.',
  startUniversalRoutingServer,
);

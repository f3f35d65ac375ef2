import { runApplicationServer } from '../application-server/run-application-server.js';
import { startInteractionServerProxy } from './interaction-server-proxy.js';

void runApplicationServer(
  'Interaction Server Proxy: thousands of desktops, one connection to Interaction Server.',
  startInteractionServerProxy,
);

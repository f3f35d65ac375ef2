import { runApplicationServer } from '../application-server/run-application-server.js';
import { startUniversalContactServerProxy } from './universal-contact-server-proxy.js';

void runApplicationServer(
  'Universal Contact Server Proxy: thousands of desktops, one connection to Universal Contact Server.',
  startUniversalContactServerProxy,
);

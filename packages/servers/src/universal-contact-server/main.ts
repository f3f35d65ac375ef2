import { runApplicationServer } from '../application-server/run-application-server.js';
import { startUniversalContactServer } from './universal-contact-server.js';

void runApplicationServer(
  'Universal Contact Server: tells who a customer is, and what was said before.',
  startUniversalContactServer,
);

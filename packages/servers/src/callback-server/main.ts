import { runApplicationServer } from '../application-server/run-application-server.js';
import { startCallbackServer } from './callback-server.js';

void runApplicationServer('Callback Server: keeps when a customer wants to be called back.', startCallbackServer);

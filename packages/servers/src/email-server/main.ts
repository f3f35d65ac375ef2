import { runApplicationServer } from '../application-server/run-application-server.js';
import { startEmailServer } from './email-server.js';

void runApplicationServer('E-mail Server: stores mail from the web, acknowledges and answers it.', startEmailServer);

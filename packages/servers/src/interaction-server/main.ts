import { runApplicationServer } from '../application-server/run-application-server.js';
import { startInteractionServer } from './interaction-server.js';

void runApplicationServer('Interaction Server: has every chat and e-mail in a queue.', startInteractionServer);

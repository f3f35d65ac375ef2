import { runApplicationServer } from '../application-server/run-application-server.js';
import { startSmsServer } from './sms-server.js';

void runApplicationServer('SMS Server: takes and sends the text messages of its numbers.', startSmsServer);

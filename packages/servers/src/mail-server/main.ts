import { runApplicationServer } from '../application-server/run-application-server.js';
import { startMailServer } from './mail-server.js';

void runApplicationServer('Mail Server: takes mail over SMTP and shows it, for the demo.', startMailServer);

import { runApplicationServer } from '../application-server/run-application-server.js';
import { startStatServer } from './stat-server.js';

void runApplicationServer('Stat Server: tells how many chats wait, and for how long.', startStatServer);

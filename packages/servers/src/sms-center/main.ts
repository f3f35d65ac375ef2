import { runApplicationServer } from '../application-server/run-application-server.js';
import { startSmsCenter } from './sms-center.js';

void runApplicationServer('SMS Center: a simulator, to which SMS Servers bind by SMPP 3.4.', startSmsCenter);

import { runApplicationServer } from '../application-server/run-application-server.js';
import { startDatabaseServer } from './database-server.js';

void runApplicationServer('Database Server: an embedded PostgreSQL for the demo.', startDatabaseServer);

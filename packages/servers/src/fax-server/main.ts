import { runApplicationServer } from '../application-server/run-application-server.js';
import { startFaxServer } from './fax-server.js';

void runApplicationServer('Fax Server: faxes what strategies want; an example of a custom ESP server.', startFaxServer);

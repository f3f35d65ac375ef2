import { runApplicationServer } from '../application-server/run-application-server.js';
import { startClassificationServer } from './classification-server.js';

void runApplicationServer(
  'Classification Server: says what texts are about, for strategies.',
  startClassificationServer,
);

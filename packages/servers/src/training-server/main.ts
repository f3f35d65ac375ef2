import { runApplicationServer } from '../application-server/run-application-server.js';
import { startTrainingServer } from './training-server.js';

void runApplicationServer('Training Server: learns from examples what texts are about.', startTrainingServer);

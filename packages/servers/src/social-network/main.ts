import { runApplicationServer } from '../application-server/run-application-server.js';
import { startSocialNetwork } from './social-network.js';

void runApplicationServer(
  'Social network: a simulator, whose feeds Social Messaging Server reads.',
  startSocialNetwork,
);

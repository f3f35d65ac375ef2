import { runApplicationServer } from '../application-server/run-application-server.js';
import { startSocialMessagingServer } from './social-messaging-server.js';

void runApplicationServer(
  'Social Messaging Server: reads feeds of a social network, and writes there.',
  startSocialMessagingServer,
);

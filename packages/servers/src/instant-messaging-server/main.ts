import { runApplicationServer } from '../application-server/run-application-server.js';
import { startInstantMessagingServer } from './instant-messaging-server.js';

void runApplicationServer(
  'Instant Messaging Server: sends what strategies want to say; an example of a custom ESP server.',
  startInstantMessagingServer,
);

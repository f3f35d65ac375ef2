import { runApplicationServer } from '../application-server/run-application-server.js';
import { startChatServer } from './chat-server.js';

void runApplicationServer('Chat Server: keeps chats between customers and agents.', startChatServer);

import { Router } from 'express';
import type { AskDatabase } from '../database/asking-database.js';
import { CountedOperations } from '../external-service/counted-operations.js';
import { externalServiceRoutes } from '../external-service/external-service-routes.js';
import type { ExternalServiceOptions } from '../external-service/external-service-routes.js';
import type { SetAsideStore } from '../media-server/set-aside-store.js';

export interface MediaServerDoorOptions extends ExternalServiceOptions {
  readonly setAside: Pick<SetAsideStore, 'list'>;
  readonly askDatabase: AskDatabase;
}

export interface MediaServerDoor {
  readonly routes: Router;
  /** Resolves when nothing that strategies asked for is under way. */
  whenIdle(): Promise<void>;
}

/** What strategies ask of a media server, and what operators read: `GET /set-aside`. */
export function mediaServerDoor({
  setAside,
  askDatabase,
  operations,
  ...options
}: MediaServerDoorOptions): MediaServerDoor {
  const counted = new CountedOperations(operations);
  const router = Router();
  router.get('/set-aside', async (_request, response) => {
    response.json({ setAside: await askDatabase(() => setAside.list()) });
  });
  router.use(externalServiceRoutes({ ...options, operations: counted.operations }));
  return { routes: router, whenIdle: () => counted.whenIdle() };
}

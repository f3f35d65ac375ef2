import { Router } from 'express';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import { tenantsServed } from '../application-server/tenants-served.js';
import type { AskDatabase } from '../database/asking-database.js';
import { media } from './interaction.js';
import { listSchema, progressSchema, submissionSchema } from './interaction-request.js';
import type { InteractionStore } from './interaction-store.js';

export interface InteractionRoutesOptions {
  readonly store: InteractionStore;
  readonly askDatabase: AskDatabase;
  /** The tenants of this server at this moment. */
  readonly tenants: () => readonly string[];
  readonly isAccepting: () => boolean;
  /** An interaction was submitted that was not known before. */
  readonly onSubmitted: () => void;
}

/** What the web tier and media servers ask of an Interaction Server. Nothing is answered before it is stored. */
export function interactionRoutes({ store, askDatabase, ...options }: InteractionRoutesOptions): Router {
  const { tenants, isAccepting, onSubmitted } = options;
  const check = tenantsServed(tenants);
  const router = Router();

  router.post('/interactions', async (request, response) => {
    const submission = decode(submissionSchema, request.body);
    check(submission.tenant);
    if (!isAccepting())
      throw new RequestError(503, 'NOT_ACCEPTING', 'This Interaction Server takes nothing new at the moment.');
    const { interaction, isNew } = await askDatabase(() => store.submit(submission));
    response.status(isNew ? 201 : 200).json(interaction);
    if (isNew) onSubmitted();
  });

  router.get('/interactions', async (request, response) => {
    const { tenant, ...filter } = decode(listSchema, request.query);
    check(tenant);
    response.json({ interactions: await askDatabase(() => store.list(tenant, filter)) });
  });

  for (const one of media) {
    router.post(
      `/interactions/${one}/:interactionId/state` as '/interactions/chat/:interactionId/state',
      async (request, response) => {
        const { tenant, state } = decode(progressSchema, request.body);
        check(tenant);
        const key = { tenant, media: one, interactionId: request.params.interactionId };
        response.json(await askDatabase(() => store.bring(key, state)));
      },
    );
  }
  return router;
}

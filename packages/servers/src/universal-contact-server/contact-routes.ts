import { Router } from 'express';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { tenantsServed } from '../application-server/tenants-served.js';
import type { AskDatabase } from '../database/asking-database.js';
import { contactOf } from './contact.js';
import type { ContactHistory } from './contact-history.js';

const contactSchema = z.object({
  tenant: z.string().min(1, 'name the tenant (MT-1)').max(255),
  emailAddress: z.string().trim().min(1, 'say whose history').max(320),
});

export interface ContactRoutesOptions {
  readonly history: Pick<ContactHistory, 'of'>;
  readonly askDatabase: AskDatabase;
  /** The tenants of this server at this moment. */
  readonly tenants: () => readonly string[];
}

/** What the web tier asks of a Universal Contact Server. */
export function contactRoutes({ history, askDatabase, tenants }: ContactRoutesOptions): Router {
  const check = tenantsServed(tenants);
  const router = Router();
  router.get('/contacts', async (request, response) => {
    const { tenant, emailAddress } = decode(contactSchema, request.query);
    check(tenant);
    const interactions = await askDatabase(() => history.of(tenant, emailAddress));
    response.json({ contact: contactOf(emailAddress, interactions), interactions });
  });
  return router;
}

import { Router } from 'express';
import { z } from 'zod';
import type { StartServer } from '../application-server/application-server.js';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import { tenantsServed } from '../application-server/tenants-served.js';
import { databaseWithTables } from '../database/database-with-tables.js';
import { startExternalService } from '../external-service/start-external-service.js';
import { faxSchema } from './fax-schema.js';
import { FaxStore } from './fax-store.js';
import { sendFax } from './send-fax.js';

const tenantSchema = z.object({ tenant: z.string().min(1, 'name the tenant (MT-1)').max(255) });

/**
 * Starts a Fax Server, the example of a custom Third Party Server: an ESP server with the operation `send-fax`. `GET /faxes/{job}?tenant=` shows
 * what goes out. Option `country` of section `fax` says where numbers without international prefix are.
 */
export const startFaxServer: StartServer = async (surroundings) => {
  const { registration, clock, log, reportAbility } = surroundings;
  const { database, askDatabase } = await databaseWithTables(registration(), {
    ...{ statements: faxSchema, clock, log },
    onChange: reportAbility,
  });
  const store = new FaxStore(database.pool, registration().application.name);
  const country = (): string => registration().application.options.fax?.country ?? '';
  const check = tenantsServed(() => registration().application.tenants);
  const routes = Router().get('/faxes/:jobId', async (request, response) => {
    const { tenant } = decode(tenantSchema, request.query);
    check(tenant);
    const job = await askDatabase(() => store.find(request.params.jobId, tenant));
    if (job === undefined) throw new RequestError(404, 'UNKNOWN_JOB', 'The tenant has no such fax.');
    response.json(job);
  });
  return startExternalService(surroundings, {
    operations: { 'send-fax': sendFax({ store, askDatabase, country }) },
    routes,
    close: () => database.close(),
  });
};

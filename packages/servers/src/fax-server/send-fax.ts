import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import type { AskDatabase } from '../database/asking-database.js';
import type { Operation } from '../external-service/external-service-routes.js';
import { faxPages } from './fax-pages.js';
import type { FaxStore } from './fax-store.js';

const mostPages = 30;
const parametersSchema = z.object({
  number: z.string().min(1, 'say to which number').max(64),
  text: z.string().min(1, 'say what to fax'),
});

export interface SendFaxOptions {
  readonly store: Pick<FaxStore, 'take'>;
  readonly askDatabase: AskDatabase;
  /** Where numbers without international prefix are (two letters, ISO 3166). */
  readonly country: () => string;
}

/** The operation `send-fax`: renders a text and puts it among the fax jobs, once for each request. */
export function sendFax({ store, askDatabase, country }: SendFaxOptions): Operation {
  return async ({ requestId, tenant, parameters }) => {
    const { number: written, text } = decode(parametersSchema, parameters);
    const number = faxNumber(written, country());
    const pages = faxPages({ to: number, from: tenant, text });
    if (pages.length > mostPages)
      throw new RequestError(400, 'TOO_MANY_PAGES', `A fax has ${mostPages} pages at most.`, 'text');
    const { jobId, pageCount } = await askDatabase(() => store.take({ requestId, tenant, number, pages }));
    return { faxJob: jobId, faxPages: String(pageCount), faxNumber: number };
  };
}

function faxNumber(written: string, country: string): string {
  const number = parsePhoneNumberFromString(written, isSupportedCountry(country) ? country : undefined);
  if (number?.isValid() === true) return number.number;
  const message = `"${written}" is no telephone number: write it with the code of its country, as in +1 650 253 0000.`;
  throw new RequestError(400, 'INVALID_NUMBER', message, 'number');
}

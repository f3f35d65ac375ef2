import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';
import { RequestError } from '../application-server/request-error.js';

const tenant = z.string().min(1, 'name the tenant (MT-1)').max(255);
const day = 86_400_000;
const furthestDays = 30;

export const callbackSchema = z.object({
  requestId: z.uuid(),
  tenant,
  service: z.string().min(1).max(255),
  name: z.string().trim().min(1, 'say whom to ask for').max(128),
  phoneNumber: z.string().trim().min(1, 'say which number to call').max(64),
  at: z.iso.datetime({ offset: true, error: 'must be a time such as 2030-01-31T14:30:00Z' }),
});

export const tenantSchema = z.object({ tenant });

/**
 * The number in the form E.164.
 * @param country where a number without international prefix is, in two letters (ISO 3166)
 * @throws RequestError 400
 */
export function internationalNumber(written: string, country: string): string {
  const number = parsePhoneNumberFromString(written, isSupportedCountry(country) ? country : undefined);
  if (number?.isValid() === true) return number.number;
  const message = 'This is no telephone number: write it with the code of its country, as in +1 213 373 4253.';
  throw new RequestError(400, 'PHONE_NUMBER_MALFORMED', message, 'phoneNumber');
}

/**
 * The time in ms since 1970.
 * @throws RequestError 400 where it has passed, or is more than thirty days away
 */
export function timeToCall(written: string, nowUtc: number): number {
  const at = Date.parse(written);
  if (at <= nowUtc) throw new RequestError(400, 'TIME_PASSED', 'This time has passed: choose a later one.', 'at');
  if (at <= nowUtc + furthestDays * day) return at;
  throw new RequestError(400, 'TIME_TOO_FAR', `Choose a time within the next ${furthestDays} days.`, 'at');
}

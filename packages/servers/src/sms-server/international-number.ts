import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Address } from '../smpp/short-message.js';

const international = 1;
const letters = 5;

/**
 * The number in the form E.164 (+16505550100); nothing where it is none.
 * @param country where a number without international prefix is, in two letters (ISO 3166)
 */
export function internationalNumber({ written, typeOfNumber }: Address, country: string): string | undefined {
  if (typeOfNumber === letters) return undefined;
  const text = typeOfNumber === international && !written.startsWith('+') ? `+${written}` : written;
  const number = parsePhoneNumberFromString(text, isSupportedCountry(country) ? country : undefined);
  // Whether a number has been assigned is not ours to say: only whether it can be one.
  return number?.isPossible() === true ? number.number : undefined;
}

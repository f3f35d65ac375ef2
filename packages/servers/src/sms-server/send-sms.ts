import type { Clock } from '@eservices-lb/sdk';
import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import type { AskDatabase } from '../database/asking-database.js';
import type { Operation } from '../external-service/external-service-routes.js';
import { longestText } from '../smpp/split-text.js';
import { internationalNumber } from './international-number.js';
import type { NumberSubsets } from './number-subsets.js';
import type { OutgoingStore, SentSms } from './outgoing-store.js';

export interface SendSmsOptions {
  readonly store: Pick<OutgoingStore, 'add' | 'find'>;
  readonly askDatabase: AskDatabase;
  readonly subsets: Pick<NumberSubsets, 'senderFor' | 'describe'>;
  readonly country: () => string;
  /** Something of this server's is to be sent. */
  readonly onAdded: () => void;
  readonly clock: Clock;
}

const answerLimitMs = 3_000;
const lookMs = 50;

const parametersSchema = z.object({
  to: z.string().trim().min(1, 'say which number to send to, or send about an SMS interaction').max(32),
  from: z.string().trim().min(1, 'say which of our numbers it is from').max(32),
  text: z.string().min(1, 'say what to send').max(longestText),
});

/**
 * The operation `send-sms`: parameters `text`, and `to` and `from` where it does not answer an SMS interaction. Whichever SMS Server is asked, the
 * owner of the customer's number sends it (SMS-1), once per request. The result says whether it is `sent` by now, or `waiting` for its owner.
 */
export function sendSms({ store, askDatabase, subsets, country, onAdded, clock }: SendSmsOptions): Operation {
  const outcome = async (requestId: string, from: SentSms): Promise<SentSms> => {
    const until = clock.now() + answerLimitMs;
    let known = from;
    while (known.state === 'waiting' && clock.now() < until) {
      await new Promise<void>((resolve) => clock.after(lookMs, resolve));
      known = await askDatabase(() => store.find(requestId));
    }
    return known;
  };
  return async ({ requestId, tenant, parameters, interaction }) => {
    const { From, To } = interaction.attributes;
    const wanted = decode(parametersSchema, { to: From, from: To, ...parameters });
    const destination = numberIn(wanted.to, country());
    const source = internationalNumber({ written: wanted.from, typeOfNumber: 0 }, country()) ?? wanted.from;
    const application = subsets.senderFor(destination, tenant);
    if (application === undefined) throw notMyNumber(destination, tenant, subsets.describe());
    const message = { requestId, tenant, source, destination, text: wanted.text, application };
    const added = await askDatabase(() => store.add(message));
    onAdded();
    const { state, messageId, problem } = await outcome(requestId, added);
    if (state === 'failed') throw new RequestError(502, 'SMS_REFUSED', `The SMS Center does not send it: ${problem}`);
    return {
      ...{ SmsState: state, SmsServer: application },
      ...(messageId !== undefined && { SmsMessageId: messageId.slice(0, 255) }),
    };
  };
}

function numberIn(written: string, country: string): string {
  const number = internationalNumber({ written, typeOfNumber: 0 }, country);
  if (number !== undefined) return number;
  const message = `"${written}" is no telephone number: write it with the code of its country, as in +1 650 555 0100.`;
  throw new RequestError(400, 'PHONE_NUMBER_MALFORMED', message, 'to');
}

const notMyNumber = (number: string, tenant: string, ranges: string): RequestError =>
  new RequestError(
    422,
    'NOT_MY_NUMBER',
    `No SMS Server sends to ${number} for tenant "${tenant}": there are ${ranges}. Give the number to one of them (option channel/numbers, SMS-2).`,
    'to',
  );

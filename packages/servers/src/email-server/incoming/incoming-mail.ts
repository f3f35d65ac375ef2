import { createHash } from 'node:crypto';
import { RequestError } from '../../application-server/request-error.js';
import type { ReceivedEmail, SentFile } from '../stored-email.js';
import type { ReadMail } from './read-mail.js';

const longestText = 100_000;
const longestAddress = 320;

/** To whom a mail was delivered. */
export interface Delivery {
  readonly tenant: string;
  readonly service: string;
  readonly mailbox: string;
  /** Where failures would be reported to; empty where the mail is such a report itself. */
  readonly returnPath: string;
}

/**
 * A mail as the E-mail Servers store it. The same mail delivered again has the same submission id.
 * @throws RequestError where it cannot be answered, or is too long
 */
export function incomingMail(mail: ReadMail, { returnPath, ...delivery }: Delivery): ReceivedEmail {
  const fromAddress = mail.authorAddress ?? returnPath;
  if (fromAddress === '' || fromAddress.length > longestAddress)
    throw new RequestError(400, 'NO_AUTHOR', 'The mail does not say from whom it is.', 'from');
  if (mail.text.length > longestText)
    throw new RequestError(413, 'PAYLOAD_TOO_LARGE', `The text is longer than ${longestText} letters.`, 'text');
  const subject = mail.subject.slice(0, 998);
  const [firstName = '', ...others] = (mail.authorName || (fromAddress.split('@', 1)[0] ?? '')).trim().split(/\s+/);
  const said = [delivery.tenant, delivery.mailbox, mail.messageId, fromAddress, subject, mail.text];
  // Without a number of its own, its files tell it from another one.
  if (mail.messageId === undefined) said.push(...mail.files.map(digestOf));
  return {
    ...{ ...delivery, submissionId: uuidOf(said), fromAddress, subject, text: mail.text, attachments: mail.files },
    ...{ firstName: firstName.slice(0, 255), lastName: others.join(' ').slice(0, 255) },
    ...{ messageId: mail.messageId, isAutomatic: mail.isAutomatic || returnPath === '' },
  };
}

const digestOf = ({ name, bytes }: SentFile): string =>
  createHash('sha256').update(name).update('\0').update(bytes).digest('hex');

/** A UUID of the version that is for everybody's own use (RFC 9562). */
function uuidOf(said: unknown): string {
  const hex = createHash('sha256').update(JSON.stringify(said)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

import { once } from 'node:events';
import type { Logger } from 'pino';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerSession } from 'smtp-server';
import type { ListenAddress } from '../../application-server/address-of.js';
import { RequestError } from '../../application-server/request-error.js';
import type { ReceivedEmail } from '../stored-email.js';
import { beginningOf } from './beginning-of.js';
import { incomingMail } from './incoming-mail.js';
import { readMail } from './read-mail.js';
import type { ReadMail } from './read-mail.js';

const longestMailBytes = 15 * 1024 * 1024;
const mostClients = 50;
const silenceMs = 60_000;
/** Who is still connected when the server stops is cut off after that, ms: what was not taken is sent again elsewhere. */
const closingMs = 2_000;

export interface ReceiveMailOptions {
  readonly tenant: () => string;
  /** The services to which mail may be written, by address in small letters. */
  readonly mailboxes: () => ReadonlyMap<string, string>;
  readonly isAccepting: () => boolean;
  /** Resolves once the mail is stored; only then its sender may forget it. */
  readonly store: (email: ReceivedEmail) => Promise<void>;
  readonly log: Pick<Logger, 'warn'>;
}

/** Takes mail for the mailboxes over SMTP. Nothing is taken that is not stored. */
export async function receiveMail(
  { port, host }: ListenAddress,
  options: ReceiveMailOptions,
): Promise<{ close(): Promise<void> }> {
  const server = new SMTPServer({
    ...{ disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true, logger: false },
    ...{ size: longestMailBytes, maxClients: mostClients, socketTimeout: silenceMs, closeTimeout: closingMs },
    onMailFrom(_address, _session, done) {
      done(options.isAccepting() ? null : later('4.3.2 This E-mail Server takes no new e-mail at the moment.'));
    },
    onRcptTo({ address }, _session, done) {
      const isKnown = options.mailboxes().has(address.toLowerCase());
      done(isKnown ? null : answer(550, '5.1.1 There is no such mailbox here.'));
    },
    onData(stream, session, done) {
      readMail(beginningOf(stream, longestMailBytes)).then(
        async (mail) => {
          done(stream.sizeExceeded ? answer(552, '5.3.4 The mail is too long.') : await taken(mail, session, options));
        },
        (error: unknown) => {
          options.log.warn(error, 'a mail cannot be read');
          done(answer(554, '5.6.0 The mail cannot be read.'));
        },
      );
    },
  });
  server.on('error', (error) => {
    options.log.warn({ reason: error.message }, 'SMTP');
  });
  server.listen(port, host);
  await once(server.server, 'listening');
  return { close: () => new Promise((resolve) => server.close(resolve)) };
}

/** Stores the mail, once for each mailbox that it was written to; answers why it cannot. */
async function taken(
  mail: ReadMail,
  { envelope }: SMTPServerSession,
  { tenant, mailboxes, store, log }: ReceiveMailOptions,
): Promise<Error | null> {
  const returnPath = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  try {
    for (const { address } of envelope.rcptTo) {
      const mailbox = address.toLowerCase();
      const service = mailboxes().get(mailbox);
      if (service === undefined) return later('4.2.1 The mailbox was closed in this moment.');
      await store(incomingMail(mail, { tenant: tenant(), service, mailbox, returnPath }));
    }
    return null;
  } catch (error) {
    if (error instanceof RequestError && error.status < 500) return answer(554, `5.6.0 ${error.message}`);
    log.warn(error, 'a mail cannot be stored; its sender will try again');
    return later('4.3.0 The mail cannot be stored at the moment.');
  }
}

const later = (message: string): Error => answer(451, message);

const answer = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { simpleParser } from 'mailparser';
import type { Logger } from 'pino';
import { SMTPServer } from 'smtp-server';
import type { ListenAddress } from '../application-server/address-of.js';
import type { Mailbox } from './mailbox.js';

const longestMailBytes = 1024 * 1024;

export interface SmtpOptions {
  readonly mailbox: Mailbox;
  /** Milliseconds since 1970. */
  readonly utcTime: () => number;
  readonly log: Logger;
}

/** Takes every mail that anybody sends over SMTP and puts it into the mailbox. */
export async function listenForMail(
  { port, host }: ListenAddress,
  { mailbox, utcTime, log }: SmtpOptions,
): Promise<{ close(): Promise<void> }> {
  const server = new SMTPServer({
    ...{ disabledCommands: ['AUTH', 'STARTTLS'], size: longestMailBytes, disableReverseLookup: true, logger: false },
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
      receive(stream).then(
        (content) => {
          if (stream.sizeExceeded) {
            done(Object.assign(new Error('The mail is too large.'), { responseCode: 552 }));
            return;
          }
          mailbox.add({ ...content, from, to, receivedUtc: utcTime() });
          done();
        },
        (error: unknown) => {
          log.warn(error, 'a mail cannot be read');
          done(new Error('The mail cannot be read.'));
        },
      );
    },
  });
  server.on('error', (error) => {
    log.warn(error, 'SMTP');
  });
  server.listen(port, host);
  await once(server.server, 'listening');
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

async function receive(stream: Readable): Promise<{ subject: string; text: string; messageId: string }> {
  const { subject = '', text = '', messageId = '' } = await simpleParser(stream, { skipHtmlToText: true });
  return { subject, text: text.trim(), messageId };
}

import { z } from 'zod';

/** What nodemailer adds to an error of a conversation with an SMTP server. */
const smtpErrorSchema = z.object({
  message: z.string(),
  code: z.string(),
  command: z.string().optional(),
  response: z.string().optional(),
  responseCode: z.int().optional(),
  syscall: z.string().optional(),
});

/** Enhanced status codes (RFC 3463) that are about the recipient's address, its mailbox, or the text; others are about us, or about now. */
const ofThisMail = /\b5\.[126]\.\d{1,3}\b/;
const enhanced = /\b[245]\.\d{1,3}\.\d{1,3}\b/;
/** Where no enhanced code says more: the mailbox is not there, or its name cannot be. */
const noMailbox: ReadonlySet<number> = new Set([550, 553]);

/** Why this mail can never go out, in one line: its recipient or its text was refused for good. Everything else may pass: `undefined`. */
export function refusalIn(error: unknown): string | undefined {
  const { success, data } = smtpErrorSchema.safeParse(error);
  if (!success) return undefined;
  const { message, code, command, response = '', responseCode = 0 } = data;
  const isAboutMail = enhanced.test(response) ? ofThisMail.test(response) : noMailbox.has(responseCode);
  const isRefusedByServer = responseCode >= 500 && isAboutMail && (command === 'RCPT TO' || command === 'DATA');
  const isNoAddress = code === 'EENVELOPE' && command === 'API';
  return isRefusedByServer || isNoAddress ? message.replaceAll(/\s+/g, ' ').slice(0, 500) : undefined;
}

/** The SMTP server said no to this mail and not to us, so it can be asked about the next one. */
export function isAnswer(error: unknown): boolean {
  const { command = '', responseCode } = smtpErrorSchema.safeParse(error).data ?? {};
  return responseCode !== undefined && ['MAIL FROM', 'RCPT TO', 'DATA'].includes(command);
}

/** There was no connection, so nothing was sent. */
export const isNoConnection = (error: unknown): boolean =>
  ['connect', 'getaddrinfo'].includes(smtpErrorSchema.safeParse(error).data?.syscall ?? '');

/** The SMTP server does not know us, or not our password: to ask again at once would look like guessing. */
export const isOfUs = (error: unknown): boolean => smtpErrorSchema.safeParse(error).data?.code === 'EAUTH';

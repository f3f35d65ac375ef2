import { z } from 'zod';

/** What nodemailer adds to an error of a conversation with an SMTP server. */
const smtpErrorSchema = z.object({
  message: z.string(),
  code: z.string(),
  command: z.string().optional(),
  responseCode: z.int().optional(),
});

/** Why this mail can never go out, in one line: its recipient or its text was refused for good. Everything else may pass: `undefined`. */
export function refusalIn(error: unknown): string | undefined {
  const { success, data } = smtpErrorSchema.safeParse(error);
  if (!success) return undefined;
  const { message, code, command, responseCode = 0 } = data;
  const isRefusedByServer = responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
  const isNoAddress = code === 'EENVELOPE' && command === 'API';
  return isRefusedByServer || isNoAddress ? message.replaceAll(/\s+/g, ' ').slice(0, 500) : undefined;
}

/** The SMTP server said no to this mail and not to us, so it can be asked about the next one. */
export function isAnswer(error: unknown): boolean {
  const { command = '', responseCode } = smtpErrorSchema.safeParse(error).data ?? {};
  return responseCode !== undefined && ['MAIL FROM', 'RCPT TO', 'DATA'].includes(command);
}

import { createHash } from 'node:crypto';

/** A mail that must go out. Its message id is fixed by what it is about, so that a mail sent twice is seen to be the same. */
export interface OutgoingMail {
  readonly messageId: string;
  readonly subject: string;
  readonly body: string;
}

export function acknowledgementOf(
  email: { readonly firstName: string; readonly subject: string; readonly text: string },
  interactionId: string,
): OutgoingMail {
  return {
    messageId: `<acknowledgement.${interactionId}@eservices-lb.invalid>`,
    subject: oneLine(`We have received your e-mail: ${email.subject}`),
    body: [
      `Hello ${oneLine(email.firstName)},`,
      `thank you for writing to us. Your e-mail has the number ${interactionId}; we will answer it soon.`,
      `You wrote:\n${quoted(email.text)}`,
    ].join('\n\n'),
  };
}

export function replyMailOf(
  email: { readonly subject: string },
  interactionId: string,
  { nickname, text }: { readonly nickname: string; readonly text: string },
): OutgoingMail {
  return {
    messageId: `<reply.${interactionId}@eservices-lb.invalid>`,
    subject: oneLine(`Re: ${email.subject}`),
    body: `${text}\n\n${oneLine(nickname)}\n(e-mail number ${interactionId})`,
  };
}

/** The id is of the request, so that one that is asked for twice is the same mail. */
export function autoresponseOf(
  email: { readonly subject: string },
  {
    requestId,
    subject,
    text,
  }: { readonly requestId: string; readonly subject?: string | undefined; readonly text: string },
): OutgoingMail {
  const number = createHash('sha256').update(requestId).digest('hex').slice(0, 32);
  return {
    messageId: `<autoresponse.${number}@eservices-lb.invalid>`,
    subject: oneLine(subject ?? `Re: ${email.subject}`),
    body: text,
  };
}

/** What goes into a header is one line, whatever was written. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 200);

const quoted = (text: string): string =>
  text
    .slice(0, 2_000)
    .split(/\r?\n/)
    .map((line) => `> ${line}`)
    .join('\n');

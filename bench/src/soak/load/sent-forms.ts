import { randomUUID } from 'node:crypto';
import { FormData } from 'undici';
import { asPagesDo, askUntilAnswered } from '../../chats/asks-again.js';
import type { LoadOptions } from './conversations.js';

interface Reply {
  readonly statusCode?: number;
  readonly interactionId?: string;
  readonly callbackId?: string;
}

/** What was sent and acknowledged. */
export interface SentForms {
  /** Sender addresses, one for each e-mail. */
  readonly emails: readonly string[];
  /** Names, one for each call-back. */
  readonly callbacks: readonly string[];
}

const emailEveryMs = 2_000;
const callbackEveryMs = 3_000;
const mostBytes = 20_000;
const services = ['support', 'sales'] as const;

/** E-mails with an attachment, and calls that are asked for; somebody who is told that it did not work sends the same form again. */
export async function sendForms(options: LoadOptions): Promise<SentForms> {
  const [emails, callbacks] = await Promise.all([
    inTurns(emailEveryMs, options, (n) => sendEmail(n, options)),
    inTurns(callbackEveryMs, options, (n) => askForCall(n, options)),
  ]);
  return { emails, callbacks };
}

/** Each in its time, however long the ones before take. */
async function inTurns(
  everyMs: number,
  { from, until }: LoadOptions,
  send: (n: number) => Promise<string | undefined>,
): Promise<readonly string[]> {
  const sent: Promise<string | undefined>[] = [];
  for (let n = 0; from + n * everyMs < until; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, from + n * everyMs - performance.now()));
    sent.push(send(n));
  }
  return (await Promise.all(sent)).filter((each) => each !== undefined);
}

async function sendEmail(n: number, { webNodes, record, random }: LoadOptions): Promise<string | undefined> {
  const fromAddress = `writer-${n}@soak.test`;
  const form = new FormData();
  const fields = {
    firstName: 'Ada',
    lastName: `Writer ${n}`,
    fromAddress,
    subject: `Soak ${n}`,
    text: 'See the file.',
  };
  for (const [name, value] of Object.entries({ ...fields, submissionId: randomUUID() })) form.set(name, value);
  const text = `Line of mail ${n}. `.repeat(Math.ceil((random() * mostBytes) / 16));
  form.set('files', new Blob([text], { type: 'text/plain' }), 'notes.txt');
  let attempt = n;
  const answer = await askUntilAnswered<Reply>({ operation: 'e-mail', record, asksAgain: asPagesDo }, () => {
    attempt += 1;
    const path = `/genesys/2/email/${services[n % services.length] ?? 'support'}`;
    return webNodes.request<Reply>(attempt, { method: 'POST', path, body: form });
  });
  if (answer.reply?.interactionId !== undefined) return fromAddress;
  record.failed('e-mail', `${answer.httpStatus}: ${answer.problem ?? JSON.stringify(answer.reply)}`);
  return undefined;
}

async function askForCall(n: number, { webNodes, record }: LoadOptions): Promise<string | undefined> {
  const name = `Caller ${n}`;
  const at = new Date(Date.now() + 86_400_000).toISOString();
  const phoneNumber = `+1213373${String(n % 10_000).padStart(4, '0')}`;
  const service = services[n % services.length] ?? 'support';
  const fields = { requestId: randomUUID(), service, name, phoneNumber, at };
  let attempt = n;
  const answer = await askUntilAnswered<Reply>({ operation: 'call-back', record, asksAgain: asPagesDo }, () => {
    attempt += 1;
    return webNodes.post<Reply>(attempt, '/api/callbacks', fields);
  });
  if (answer.reply?.callbackId !== undefined) return name;
  record.failed('call-back', `${answer.httpStatus}: ${answer.problem ?? JSON.stringify(answer.reply)}`);
  return undefined;
}

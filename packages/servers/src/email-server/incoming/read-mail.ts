import type { Readable } from 'node:stream';
import { simpleParser } from 'mailparser';
import type { Attachment, HeaderValue, Headers } from 'mailparser';
import { storableText } from '../../database/storable-json.js';
import { checkedFiles } from '../checked-files.js';
import type { SentFile } from '../stored-email.js';

const mostFiles = 10;
const longestHtml = 1024 * 1024;

/** What a mail says. */
export interface ReadMail {
  readonly messageId: string | undefined;
  readonly isAutomatic: boolean;
  /** As its author wrote it, which may be nothing. */
  readonly authorName: string;
  readonly authorAddress: string | undefined;
  readonly subject: string;
  readonly text: string;
  readonly files: readonly SentFile[];
}

/** Reads a mail (RFC 5322). Files that nobody should open are left out, and named at the end of the text. */
export async function readMail(mail: Readable): Promise<ReadMail> {
  const parsed = await simpleParser(mail, { maxHtmlLengthToParse: longestHtml, skipImageLinks: true });
  const { messageId, headers, from, subject = '', text = '', attachments } = parsed;
  const [author] = from?.value ?? [];
  const files = attachments.map(asFile);
  const accepted = files.filter((file, index) => index < mostFiles && isAcceptable(file));
  const left = files.filter((file) => !accepted.includes(file)).map(({ name }) => `[left out: ${name}]`);
  return {
    ...{ messageId: plainMessageId(messageId), isAutomatic: isWrittenByMachine(headers) },
    ...{ authorName: storableText(author?.name ?? ''), authorAddress: author?.address },
    subject: storableText(subject),
    text: storableText([text.trim(), ...left].filter((part) => part !== '').join('\n')),
    files: accepted,
  };
}

/** It becomes part of the headers of what we answer, so it must be nothing else. */
const plainMessageId = (messageId: string | undefined): string | undefined =>
  messageId !== undefined && /^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/.test(messageId) ? messageId : undefined;

/** The parser gives a part that says its type in no way that it knows another type than its declarations promise. */
const asFile = ({ filename, contentType, content }: Attachment, index: number): SentFile => ({
  name: storableText(filename ?? `file ${index + 1}`).slice(0, 150) || `file ${index + 1}`,
  ...{ type: textIn(contentType).slice(0, 255), bytes: content },
});

const textIn = (value: unknown): string => (typeof value === 'string' ? storableText(value) : '');

function isAcceptable(file: SentFile): boolean {
  try {
    return checkedFiles([file]).length === 1;
  } catch {
    return false;
  }
}

/** RFC 3834, and what mailing lists said before there was such a rule. */
function isWrittenByMachine(headers: Headers): boolean {
  const automatic = textOf(headers.get('auto-submitted'));
  const isList = ['bulk', 'junk', 'list'].includes(textOf(headers.get('precedence'))) || headers.has('list');
  return isList || (automatic !== '' && automatic !== 'no');
}

const textOf = (value: HeaderValue | undefined): string =>
  typeof value === 'string' ? value.trim().toLowerCase() : value === undefined ? '' : 'something';

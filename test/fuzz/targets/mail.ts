import { Readable } from 'node:stream';
import fc from 'fast-check';
import { readMail } from '../../../packages/servers/src/email-server/incoming/read-mail.js';
import { storableText } from '../../../packages/servers/src/database/storable-json.js';
import { hold } from '../../oracles/hold.js';
import type { BytesTarget } from '../fuzz-target.js';
import { nastyText } from '../shapes/nasty-text.js';

const header = fc.oneof(
  nastyText.map((subject) => `Subject: ${subject}`),
  nastyText.map((name) => `From: "${name}" <a@example.com>`),
  nastyText.map((id) => `Message-ID: <${id}>`),
  fc.constantFrom(
    'Auto-Submitted: auto-replied',
    'Precedence: bulk',
    'Content-Transfer-Encoding: base64',
    'X: y',
    ' folded',
  ),
  fc.constantFrom(
    'Content-Type: text/html; charset=utf-7',
    'Content-Type: text/plain; charset="x"',
    'Subject: =?utf-8?q?=41?=',
  ),
);
const part = fc
  .tuple(fc.constantFrom('a.pdf', 'a.exe', '../a', '=?utf-8?b?YQ==?='), nastyText)
  .map(([name, body]) => `--b\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${body}\r\n`);

export const mail: BytesTarget = {
  name: 'mail',
  property:
    'a mail is read whatever it says: its text can be stored, its files are few and of accepted kinds, and nothing of it becomes a header of ours',
  reads: 'bytes',
  inputsInTests: 500,
  dictionary: [
    '\r\n\r\n',
    '--b\r\n',
    '--b--',
    'Content-Type: multipart/mixed; boundary=b\r\n',
    'Content-Type: message/rfc822\r\n',
    '=?utf-8?q?',
    'From: ',
    ';\r\n ',
  ],
  shaped: fc
    .tuple(fc.array(header, { maxLength: 5 }), fc.boolean(), fc.array(part, { maxLength: 3 }), nastyText)
    .map(([headers, isMultipart, parts, text]) =>
      isMultipart
        ? [...headers, 'Content-Type: multipart/mixed; boundary=b', '', ...parts, '--b--'].join('\r\n')
        : [...headers, '', text].join('\r\n'),
    )
    .map((text) => Buffer.from(text)),
  oracle: async (input) => {
    const read = await readMail(Readable.from([input], { objectMode: false }));
    for (const text of [read.subject, read.text, read.authorName])
      hold(storableText(text) === text, 'a text cannot be stored');
    hold(read.files.length <= 10, 'a mail has more files than are taken');
    for (const { name, type } of read.files)
      hold(name !== '' && name.length <= 150 && type.length <= 255, 'a file has no fit name');
    const { messageId, authorAddress } = read;
    hold(messageId === undefined || !/[\s\0]/.test(messageId), 'a message id could become more than one header');
    hold(
      authorAddress === undefined || !/[\r\n\0]/.test(authorAddress),
      'an address could become more than one header',
    );
    hold(read.text.length <= 40 * input.length + 1_000, 'more comes out than went in');
    return read.files.length > 0 || read.text !== '' ? 'taken' : 'refused';
  },
};

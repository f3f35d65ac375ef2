import fc from 'fast-check';
import { nastyText } from './nasty-text.js';

const name = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'nickname',
      'userData[a]',
      'fromAddress',
      'subject',
      'text',
      'firstName',
      'lastName',
      'alias',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'userData[__proto__]',
      '__proto__',
      'userData[a][b]',
      '__proto__[x]',
      'constructor[prototype][x]',
    ),
  },
  { weight: 1, arbitrary: nastyText },
);
const field = fc
  .tuple(name, nastyText)
  .map(([of, value]) => `--b\r\nContent-Disposition: form-data; name="${of}"\r\n\r\n${value}\r\n`);
const file = fc
  .tuple(fc.constantFrom('file', 'files', 'other'), nastyText, nastyText)
  .map(
    ([of, fileName, value]) =>
      `--b\r\nContent-Disposition: form-data; name="${of}"; filename="${fileName}"\r\nContent-Type: text/plain\r\n\r\n${value}\r\n`,
  );
const multipart = fc
  .array(fc.oneof({ weight: 3, arbitrary: field }, { weight: 1, arbitrary: file }), { maxLength: 5 })
  .map((parts) => `m${parts.join('')}--b--\r\n`);
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString());
const urlencoded = fc
  .array(fc.tuple(name, nastyText), { maxLength: 6 })
  .map((pairs) => `u${pairs.map(([of, value]) => `${encoded(of)}=${encoded(value)}`).join('&')}`);

/** A body, with its kind as first character: `m` is multipart with the boundary `b`, anything else is urlencoded. */
export const aFormBody: fc.Arbitrary<Buffer> = fc.oneof(multipart, urlencoded).map((text) => Buffer.from(text));

export const formTypeOf = (input: Buffer): string =>
  input[0] === 0x6d ? 'multipart/form-data; boundary=b' : 'application/x-www-form-urlencoded';

export const formDictionary = [
  ...[
    '--b\r\n',
    '--b--\r\n',
    'Content-Disposition: form-data; name="',
    'filename="',
    "filename*=utf-8''%00",
    '\r\n\r\n',
  ],
  ...['userData[', ']=', '&', '%', '%00', '=', '[]', '[__proto__]', 'Content-Transfer-Encoding: base64\r\n'],
];

/** The reader of multipart bodies passes over what comes behind the end, but not where it comes in a piece of its own; nobody sends such. */
export function endsWhereItSays(input: Buffer): boolean {
  const end = input.indexOf('--b--');
  return (
    end === -1 ||
    input
      .subarray(end + 5)
      .toString('latin1')
      .trim() === ''
  );
}

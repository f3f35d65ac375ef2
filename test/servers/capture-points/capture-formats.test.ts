import fc from 'fast-check';
import { readCapture } from '../../../packages/servers/src/interaction-server/capture-points/formats/read-capture.js';
import type { CaptureFormat } from '../../../packages/servers/src/interaction-server/capture-points/formats/read-capture.js';
import { UnusableCaptureError } from '../../../packages/servers/src/interaction-server/capture-points/unusable-capture-error.js';

const read = (text: string, format?: CaptureFormat) => readCapture(Buffer.from(text), format);
const xml = (inside: string) => `<interaction>${inside}</interaction>`;

describe('what Capture Points read', () => {
  const content = {
    ...{ media: 'email', service: 'orders', subject: 'Tea & cake' },
    attributes: { Region: 'north', 'Order number': '17' },
  };

  it.each([
    ['JSON', JSON.stringify(content)],
    ['JSON with a byte order mark', `\uFEFF${JSON.stringify(content)}`],
    [
      'XML',
      `<?xml version="1.0" encoding="UTF-8"?>
      <interaction xmlns="urn:example">
        <media>email</media> <service>orders</service> <subject>Tea &amp; cake</subject> <!-- no milk -->
        <attributes><Region>north</Region> <attribute name="Order number">17</attribute></attributes>
      </interaction>`,
    ],
    [
      'XML with CDATA and numbered characters',
      xml(
        `<media>email</media><service>orders</service><subject><![CDATA[Tea & cake]]></subject>
         <attributes><attribute name="Region">&#110;orth</attribute><attribute name="Order number">1&#x37;</attribute></attributes>`,
      ),
    ],
  ])('is the same in %s', (_format, text) => {
    expect(read(text)).toEqual(content);
  });

  it('may name a queue', () => {
    expect(read('{"queue": "urgent"}').queue).toBe('urgent');
    expect(read(xml('<queue>urgent</queue>')).queue).toBe('urgent');
  });

  it('may leave out everything; what is missing is said by options, or refused later', () => {
    expect(read('{}')).toEqual({ attributes: {} });
    expect(read('<interaction/>')).toEqual({ attributes: {} });
  });

  it('keeps numbers as they are written, as long as it can, and true and false', () => {
    const { attributes } = read('{"attributes": {"count": 17, "price": 1.5, "isNew": true}}');

    expect(attributes).toEqual({ count: '17', price: '1.5', isNew: 'true' });
    expect(read(xml('<attributes><id>007</id></attributes>')).attributes).toEqual({ id: '007' });
  });

  it.each<[string, string | Buffer, CaptureFormat, string]>([
    ['nothing', '', 'json', 'EMPTY'],
    ['white space', ' \n', 'xml', 'EMPTY'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x41]), 'json', 'NOT_UTF_8'],
    ['half a JSON', '{"media":', 'json', 'MALFORMED_JSON'],
    ['JSON that is no object', '["email"]', 'json', 'INVALID_FIELD'],
    ['JSON of a hundred thousand brackets', '['.repeat(100_000), 'json', 'MALFORMED_JSON'],
    ['a field that there is not', '{"medium": "email"}', 'json', 'INVALID_FIELD'],
    ['an attribute that is a list', '{"attributes": {"a": [1]}}', 'json', 'INVALID_FIELD'],
    ['an attribute that is nothing', '{"attributes": {"a": null}}', 'json', 'INVALID_FIELD'],
    ['a number that would be changed', '{"attributes": {"a": 12345678901234567890}}', 'json', 'INVALID_FIELD'],
    ['an attribute called __proto__', '{"attributes": {"__proto__": "x"}}', 'json', 'INVALID_FIELD'],
    ['half an XML', '<interaction><media>', 'xml', 'MALFORMED_XML'],
    ['XML with another root', '<message/>', 'xml', 'MALFORMED_XML'],
    ['XML with two roots', '<interaction/><interaction/>', 'xml', 'MALFORMED_XML'],
    ['JSON called XML', '{}', 'xml', 'MALFORMED_XML'],
    ['a field twice', xml('<media>a</media><media>b</media>'), 'xml', 'INVALID_FIELD'],
    ['an attribute twice', xml('<attributes><a>1</a><a>2</a></attributes>'), 'xml', 'INVALID_FIELD'],
    ['an attribute in an attribute', xml('<attributes><a><b>1</b></a></attributes>'), 'xml', 'INVALID_FIELD'],
    ['an attribute without a name', xml('<attributes><attribute>1</attribute></attributes>'), 'xml', 'INVALID_FIELD'],
    [
      'an XML attribute called __proto__',
      xml('<attributes><__proto__>1</__proto__></attributes>'),
      'xml',
      'MALFORMED_XML',
    ],
    ['a field as an attribute of XML', '<interaction media="email"/>', 'xml', 'INVALID_FIELD'],
    ['text where fields belong', xml('hello'), 'xml', 'INVALID_FIELD'],
    ['XML of ten thousand levels', '<a>'.repeat(10_000) + '</a>'.repeat(10_000), 'xml', 'MALFORMED_XML'],
    [
      'a bomb of entities',
      `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${xml('<subject>&b;</subject>')}`,
      'xml',
      'DOCUMENT_TYPE_DECLARED',
    ],
    [
      'an entity that leads to a file',
      `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${xml('<subject>&f;</subject>')}`,
      'xml',
      'DOCUMENT_TYPE_DECLARED',
    ],
  ])('is not %s', (_case, input, format, code) => {
    const bytes = typeof input === 'string' ? Buffer.from(input) : input;

    expect(() => readCapture(bytes, format)).toThrow(expect.objectContaining({ name: 'UnusableCaptureError', code }));
  });

  it('names the field and what is expected', () => {
    expect(() => read('{"attributes": {"a": [1]}}')).toThrow(
      '"attributes.a": text, a number, true or false is expected.',
    );
  });

  it('is refused by name or read, whatever the bytes are (property)', () => {
    const hostile = fc.constantFrom(
      '<interaction>',
      '</interaction>',
      '<attributes>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '&#x',
      '&lt;',
      '{',
      '"',
      '\\u',
      '[',
      ':',
    );
    const text = fc
      .array(fc.oneof(hostile, fc.string({ maxLength: 5 })), { maxLength: 30 })
      .map((parts) => parts.join(''));
    const bytes = fc.oneof(
      text.map((each) => Buffer.from(each)),
      fc.uint8Array({ maxLength: 60 }),
    );
    fc.assert(
      fc.property(bytes, fc.constantFrom<CaptureFormat>('json', 'xml'), (given, format) => {
        try {
          const { attributes } = readCapture(given, format);
          expect(Object.values(attributes).every((value) => typeof value === 'string')).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UnusableCaptureError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the same from JSON, whatever text the attributes hold (property)', () => {
    const name = fc.string({ minLength: 1, maxLength: 10 }).filter((each) => each !== '__proto__');
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), (attributes) => {
        expect(read(JSON.stringify({ attributes }), 'json').attributes).toEqual(attributes);
      }),
    );
  });
});

import fc from 'fast-check';
import { PduStream } from '../../packages/servers/src/smpp/pdu-stream.js';
import { newUnit } from '../../packages/servers/src/smpp/protocol-data-unit.js';
import type { ReceivedUnit } from '../../packages/servers/src/smpp/pdu-stream.js';
import { decodeText } from '../../packages/servers/src/smpp/message-text.js';
import { readShortMessage } from '../../packages/servers/src/smpp/short-message.js';
import type { ShortMessage } from '../../packages/servers/src/smpp/short-message.js';
import { SmppError } from '../../packages/servers/src/smpp/smpp-error.js';
import { longestText, splitText } from '../../packages/servers/src/smpp/split-text.js';
import { readUserDataHeader } from '../../packages/servers/src/smpp/user-data-header.js';

const addresses = { source_addr: '16505550100', source_addr_ton: 1, destination_addr: '18005550000', dest_addr_ton: 1 };

/** As it comes out at the other end of a connection. */
function sent(fields: object): ShortMessage {
  const [received] = new PduStream().push(newUnit('deliver_sm', { ...addresses, ...fields }).toBuffer());
  return readShortMessage(received as ReceivedUnit);
}
const textOf = ({ content }: ShortMessage): string => ('text' in content ? content.text : `(${content.problem})`);

describe('texts of short messages', () => {
  it('come out as they went in, whatever their characters and length, in parts of at most 140 octets (property)', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 700 }).filter((some) => !some.includes('\u001b'));
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ maxLength: 700 })), fc.nat(255), (written, reference) => {
        const messages = splitText(written, reference).map((unit) => ({ unit, message: sent(unit) }));

        expect(messages.map(({ message }) => textOf(message)).join('')).toBe(written);
        for (const { unit } of messages) {
          const septets = unit.data_coding === 0 ? unit.short_message.length * (7 / 8) : unit.short_message.length;
          expect(septets).toBeLessThanOrEqual(140);
        }
        if (messages.length > 1)
          expect(messages.map(({ message }) => message.part)).toEqual(
            messages.map((_each, at) => ({ reference, total: messages.length, number: at + 1 })),
          );
      }),
    );
  });

  it('are whole up to 160 GSM characters, of which € and brackets take two, or 70 others', () => {
    expect(splitText('a'.repeat(160), 1)).toHaveLength(1);
    expect(splitText('a'.repeat(161), 1)).toHaveLength(2);
    expect(splitText('€'.repeat(80), 1)).toHaveLength(1);
    expect(splitText('€'.repeat(81), 1)).toHaveLength(2);
    expect(splitText('ж'.repeat(70), 1)).toHaveLength(1);
    expect(splitText('ж'.repeat(71), 1)).toHaveLength(2);
  });

  it('of the longest kind have at most 255 parts, whatever their characters', () => {
    for (const character of ['a', '€', 'ж', '😀']) {
      const parts = splitText(character.repeat(longestText / character.length), 1);

      expect(parts.length).toBeLessThanOrEqual(255);
      expect(parts.map((unit) => textOf(sent(unit))).join('')).toHaveLength(longestText);
    }
  });

  it.each([
    ['GSM 03.38', { data_coding: 0, short_message: Buffer.from([0x00, 0x02, 0x1b, 0x65]) }, '@$€'],
    ['Latin-1', { data_coding: 3, short_message: Buffer.from('café', 'latin1') }, 'café'],
    ['UTF-8', { data_coding: 4, short_message: Buffer.from('naïve 😀') }, 'naïve 😀'],
    ['UCS-2', { data_coding: 8, short_message: Buffer.from('😀', 'utf16le').swap16() }, '😀'],
    ['a payload', { data_coding: 0, short_message: Buffer.alloc(0), message_payload: Buffer.from('long') }, 'long'],
  ])('are read from %s', (_from, fields, expected) => {
    expect(textOf(sent(fields))).toBe(expected);
  });

  it.each([
    ['eight-bit GSM', 0, Buffer.from([0x41, 0xff]), /no GSM 03.38/],
    ['half a UCS-2 character', 8, Buffer.from([0x00, 0x41, 0x00]), /no UCS-2/],
    ['broken UTF-8', 4, Buffer.from([0xc3, 0x28]), /no UTF-8/],
    ['Korean', 14, Buffer.from([0x41]), /data coding 14: send GSM/],
  ])('are refused by name where they are %s', (_what, dataCoding, bytes, problem) => {
    expect(decodeText(bytes, dataCoding)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('say which part they are also by parameters of SMPP', () => {
    const segment = { sar_msg_ref_num: 700, sar_total_segments: 3, sar_segment_seqnum: 2 };

    expect(sent({ short_message: Buffer.from('b'), ...segment }).part).toEqual({ reference: 700, total: 3, number: 2 });
    expect(sent({ short_message: Buffer.from('b'), ...segment, sar_segment_seqnum: 4 }).part).toBeUndefined();
  });

  it('survive headers of any kind (property)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), (bytes) => {
        const { part, body } = readUserDataHeader(Buffer.from(bytes));

        expect(body.length).toBeLessThanOrEqual(bytes.length);
        if (part !== undefined) expect(part.number).toBeLessThanOrEqual(part.total);
      }),
    );
  });
});

describe('a stream of protocol data units', () => {
  it('is cut into the same units however it arrives (property)', () => {
    const units = ['one', 'two', 'three'].map((text) =>
      newUnit('deliver_sm', { ...addresses, short_message: Buffer.from(text) }).toBuffer(),
    );
    const all = Buffer.concat(units);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: all.length }), { maxLength: 12 }), (cuts) => {
        const stream = new PduStream();
        const at = [0, ...cuts.sort((a, b) => a - b), all.length];
        const received = at.slice(1).flatMap((end, n) => [...stream.push(all.subarray(at[n], end))]);

        expect(received.map((one) => textOf(readShortMessage(one as ReceivedUnit)))).toEqual(['one', 'two', 'three']);
      }),
    );
  });

  it('that is none is refused by name, and nothing else goes wrong (property)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          for (const received of new PduStream().push(Buffer.from(bytes)))
            if ('unit' in received && received.unit.command === 'deliver_sm') readShortMessage(received);
        } catch (error) {
          expect(error).toBeInstanceOf(SmppError);
          expect(error).toMatchObject({ code: 'MALFORMED_PDU' });
        }
      }),
    );
  });

  it('with units of a known command and any body is read, or each is refused by name (property)', () => {
    fc.assert(
      fc.property(fc.constantFrom(0x5, 0x4, 0x9), fc.uint8Array({ maxLength: 120 }), (command, body) => {
        const header = Buffer.alloc(16);
        header.writeUInt32BE(16 + body.length, 0);
        header.writeUInt32BE(command, 4);
        header.writeUInt32BE(7, 12);
        const [received] = new PduStream().push(Buffer.concat([header, body]));

        if (received !== undefined && 'reason' in received) expect(received.sequenceNumber).toBe(7);
        else
          try {
            readShortMessage(received!);
          } catch (error) {
            expect(error).toMatchObject({ code: 'MALFORMED_PDU' });
          }
      }),
    );
  });
});

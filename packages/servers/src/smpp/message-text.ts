import { smppLibrary } from './smpp-library.js';

/** What became of the bytes of a message. */
export type DecodedText = { readonly text: string } | { readonly problem: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Makes text of the content of a message, as its data_coding says. What is not valid is said, not guessed. */
export function decodeText(bytes: Buffer, dataCoding: number): DecodedText {
  switch (codingOf(dataCoding)) {
    case 0: // the SMS Center's own: GSM 03.38
    case 1: // IA5
      if (bytes.some((byte) => byte > 0x7f))
        return { problem: 'It is no GSM 03.38: a character has more than 7 bits.' };
      return { text: smppLibrary.encodings.ASCII.decode(bytes) };
    case 3:
      return { text: smppLibrary.encodings.LATIN1.decode(bytes) };
    case 8:
      if (bytes.length % 2 === 1) return { problem: 'It is no UCS-2: the number of its bytes is odd.' };
      return { text: fromUcs2(bytes) };
    case 2: // octets
    case 4:
      return fromUtf8(bytes);
    default:
      return { problem: `Nobody here reads data coding ${dataCoding}: send GSM 03.38, Latin-1, UTF-8 or UCS-2.` };
  }
}

/** Of the message class groups (0xF0 … 0xFF), only one bit says how it is written. */
const codingOf = (dataCoding: number): number => (dataCoding >= 0xf0 ? dataCoding & 0x04 : dataCoding);

/** The library's own takes U+FEFF at the beginning for a mark and drops it, at the beginning of every part of a longer text. */
const fromUcs2 = (bytes: Buffer): string => Buffer.from(bytes).swap16().toString('utf16le');

function fromUtf8(bytes: Buffer): DecodedText {
  try {
    return { text: utf8.decode(bytes) };
  } catch {
    return { problem: 'It is no UTF-8.' };
  }
}

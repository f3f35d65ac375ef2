import { smppLibrary } from './smpp-library.js';
import { writeUserDataHeader } from './user-data-header.js';

/** The fields of submit_sm or deliver_sm that carry a text, or a part of one. */
export interface WrittenText {
  readonly data_coding: number;
  readonly esm_class: number;
  readonly short_message: Buffer;
}

const userDataHeaderIndicator = 0x40;
const mostParts = 255;
const gsm = { coding: 0, alone: 160, inParts: 153 };
const ucs2 = { coding: 8, alone: 140, inParts: 134 };

/** The longest text that can be sent whatever its characters are, in UTF-16 units: of those that take two, an odd one finds no room in a part. */
export const longestText = (ucs2.inParts / 2 - 1) * mostParts;

/**
 * A text as messages that follow each other: in GSM 03.38 where it has all the characters, else in UCS-2. No character is cut in two.
 * @param reference the same for all parts of the text, and another than that of the text before
 */
export function splitText(text: string, reference: number): readonly WrittenText[] {
  // The library takes escape for a character that can be sent; it begins one.
  const isGsm = smppLibrary.encodings.ASCII.match(text) && !text.includes('\u001b');
  const { coding, alone, inParts } = isGsm ? gsm : ucs2;
  const encode = (some: string): Buffer => smppLibrary.encodings[isGsm ? 'ASCII' : 'UCS2'].encode(some);
  const whole = encode(text);
  if (whole.length <= alone) return [{ data_coding: coding, esm_class: 0, short_message: whole }];
  const bodies = chunks(Array.from(text, encode), inParts);
  return bodies.map((body, at) => ({
    data_coding: coding,
    esm_class: userDataHeaderIndicator,
    short_message: Buffer.concat([writeUserDataHeader({ reference, total: bodies.length, number: at + 1 }), body]),
  }));
}

function chunks(characters: readonly Buffer[], mostBytes: number): readonly Buffer[] {
  const result: Buffer[] = [];
  let current: Buffer[] = [];
  let length = 0;
  for (const character of characters) {
    if (length + character.length > mostBytes) {
      result.push(Buffer.concat(current));
      current = [];
      length = 0;
    }
    current.push(character);
    length += character.length;
  }
  return [...result, Buffer.concat(current)];
}

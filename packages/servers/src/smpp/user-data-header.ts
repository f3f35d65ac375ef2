/** Which part of a longer message this is. `reference` is the same for all of them. */
export interface MessagePart {
  readonly reference: number;
  readonly total: number;
  /** From 1. */
  readonly number: number;
}

const eightBitReference = 0x00;
const sixteenBitReference = 0x08;

/** What a user data header (3GPP 23.040) says of parts, and what follows it. */
export function readUserDataHeader(content: Buffer): { readonly part?: MessagePart; readonly body: Buffer } {
  const length = content[0] ?? 0;
  const body = content.subarray(1 + length);
  for (let at = 1; at + 1 < 1 + length; at += 2 + (content[at + 1] ?? 0)) {
    const element = content.subarray(at + 2, Math.min(at + 2 + (content[at + 1] ?? 0), 1 + length));
    const part = partIn(content[at], element);
    if (part !== undefined && isPart(part)) return { part, body };
  }
  return { body };
}

function partIn(kind: number | undefined, element: Buffer): MessagePart | undefined {
  if (kind === eightBitReference && element.length === 3)
    return { reference: element.readUInt8(0), total: element.readUInt8(1), number: element.readUInt8(2) };
  if (kind === sixteenBitReference && element.length === 4)
    return { reference: element.readUInt16BE(0), total: element.readUInt8(2), number: element.readUInt8(3) };
  return undefined;
}

export const isPart = ({ total, number }: MessagePart): boolean => total > 1 && number >= 1 && number <= total;

/** The header with an eight-bit reference. */
export const writeUserDataHeader = ({ reference, total, number }: MessagePart): Buffer =>
  Buffer.from([5, eightBitReference, 3, reference & 0xff, total, number]);

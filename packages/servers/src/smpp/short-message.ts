import { z } from 'zod';
import type { ReceivedUnit } from './pdu-stream.js';
import { messageBytes } from './message-bytes.js';
import { decodeText } from './message-text.js';
import type { DecodedText } from './message-text.js';
import { SmppError } from './smpp-error.js';
import { isPart, readUserDataHeader } from './user-data-header.js';
import type { MessagePart } from './user-data-header.js';

/** An address, with its type of number (1: international, 5: letters). */
export interface Address {
  readonly written: string;
  readonly typeOfNumber: number;
}

/** What a submit_sm or deliver_sm says. */
export interface ShortMessage {
  readonly source: Address;
  readonly destination: Address;
  readonly content: DecodedText;
  /** The content as it was sent. */
  readonly bytes: Buffer;
  readonly part?: MessagePart;
  /** The SMS Center's own number of the message, the same each time that it is delivered. */
  readonly messageId?: string;
  readonly requestId?: string;
  /** It says what became of a message that was sent. */
  readonly isReceipt: boolean;
}

const fieldsSchema = z.object({
  ...{ source_addr: z.string().max(32), source_addr_ton: z.number().default(0) },
  ...{ destination_addr: z.string().max(32), dest_addr_ton: z.number().default(0) },
  ...{ esm_class: z.number(), data_coding: z.number() },
  receipted_message_id: z.string().min(1).max(128).optional(),
  request_id: z.string().min(1).max(160).optional(),
  ...{ sar_msg_ref_num: z.number().optional(), sar_total_segments: z.number().optional() },
  sar_segment_seqnum: z.number().optional(),
});
type Fields = z.infer<typeof fieldsSchema>;

const userDataHeaderIndicator = 0x40;
const receiptBits = 0x3c;

/** @throws SmppError MALFORMED_PDU */
export function readShortMessage({ unit, bytes: all }: ReceivedUnit): ShortMessage {
  const decoded = fieldsSchema.safeParse(unit);
  if (!decoded.success) throw new SmppError('MALFORMED_PDU', `It is no message: ${z.prettifyError(decoded.error)}`);
  const fields = decoded.data;
  const bytes = messageBytes(all);
  const { part = segmentOf(fields), body } =
    (fields.esm_class & userDataHeaderIndicator) === 0 ? { body: bytes } : readUserDataHeader(bytes);
  return {
    source: { written: fields.source_addr, typeOfNumber: fields.source_addr_ton },
    destination: { written: fields.destination_addr, typeOfNumber: fields.dest_addr_ton },
    content: decodeText(body, fields.data_coding),
    ...{ bytes, isReceipt: (fields.esm_class & receiptBits) !== 0 },
    ...(part !== undefined && { part }),
    ...(fields.receipted_message_id !== undefined && { messageId: fields.receipted_message_id }),
    ...(fields.request_id !== undefined && { requestId: fields.request_id }),
  };
}

/** The other way to say which part it is: by parameters of SMPP. */
function segmentOf(fields: Fields): MessagePart | undefined {
  const { sar_msg_ref_num: reference, sar_total_segments: total, sar_segment_seqnum: number } = fields;
  if (reference === undefined || total === undefined || number === undefined) return undefined;
  const part = { reference, total, number };
  return isPart(part) ? part : undefined;
}

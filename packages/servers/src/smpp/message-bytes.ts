import { SmppError } from './smpp-error.js';

const headerBytes = 16;
const payloadTag = 0x0424;

/**
 * The content of a submit_sm or deliver_sm as it was sent, before anybody has made text of it: its short_message, or its message_payload.
 * @throws SmppError MALFORMED_PDU
 */
export function messageBytes(unit: Buffer): Buffer {
  let at = headerBytes;
  const skipText = (): void => {
    const end = unit.indexOf(0, at);
    if (end === -1) throw endsEarly();
    at = end + 1;
  };
  skipText(); // service_type
  for (let address = 0; address < 2; address++) {
    at += 2; // type of number, numbering plan
    skipText();
  }
  at += 3; // esm_class, protocol_id, priority_flag
  skipText(); // schedule_delivery_time
  skipText(); // validity_period
  at += 4; // registered_delivery, replace_if_present_flag, data_coding, sm_default_msg_id
  const length = unit[at];
  if (length === undefined || at + 1 + length > unit.length) throw endsEarly();
  const shortMessage = unit.subarray(at + 1, at + 1 + length);
  return length > 0 ? shortMessage : (payload(unit.subarray(at + 1)) ?? shortMessage);
}

function payload(parameters: Buffer): Buffer | undefined {
  for (let at = 0; at + 4 <= parameters.length; at += 4 + parameters.readUInt16BE(at + 2)) {
    const end = at + 4 + parameters.readUInt16BE(at + 2);
    if (parameters.readUInt16BE(at) === payloadTag && end <= parameters.length) return parameters.subarray(at + 4, end);
  }
  return undefined;
}

const endsEarly = (): SmppError => new SmppError('MALFORMED_PDU', 'The message ends before its content does.');

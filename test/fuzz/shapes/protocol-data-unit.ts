import fc from 'fast-check';
import { newUnit } from '../../../packages/servers/src/smpp/protocol-data-unit.js';
import { splitText } from '../../../packages/servers/src/smpp/split-text.js';
import { nastyText } from './nasty-text.js';

const commands = [
  ...['bind_transceiver', 'unbind', 'enquire_link', 'submit_sm', 'deliver_sm', 'query_sm', 'cancel_sm', 'replace_sm'],
  ...[
    'submit_multi',
    'data_sm',
    'outbind',
    'alert_notification',
    'generic_nack',
    'submit_sm_resp',
    'enquire_link_resp',
  ],
];

/** The library writes no characters of more than a byte into addresses. */
const ascii = fc.string({ unit: 'binary-ascii', maxLength: 20 }).map((text) => text.replaceAll('\0', ''));
const text = fc
  .oneof(
    fc.string(),
    nastyText.filter(({ length }) => length < 300),
  )
  .map((some) => splitText(some, 7)[0]!);
const message = fc
  .tuple(fc.constantFrom('submit_sm', 'deliver_sm'), ascii, ascii, text)
  .map(([command, source_addr, destination_addr, written]) => ({ command, source_addr, destination_addr, ...written }));
const other = fc.constantFrom(...commands).map((command) => ({ command }));

/** A protocol data unit of SMPP 3.4. */
export const aUnit: fc.Arbitrary<Buffer> = fc
  .tuple(fc.oneof(message, other), fc.integer({ min: 1, max: 0x7fff_ffff }))
  .map(([{ command, ...fields }, sequence_number]) => newUnit(command, { ...fields, sequence_number }).toBuffer());

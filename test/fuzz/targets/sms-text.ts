import fc from 'fast-check';
import { decodeText } from '../../../packages/servers/src/smpp/message-text.js';
import { splitText } from '../../../packages/servers/src/smpp/split-text.js';
import { readUserDataHeader } from '../../../packages/servers/src/smpp/user-data-header.js';
import { hold } from '../../oracles/hold.js';
import type { TextTarget } from '../fuzz-target.js';
import { nastyText } from '../shapes/nasty-text.js';

const mostBytes = 140;
const mostParts = 255;

export const smsText: TextTarget = {
  name: 'sms-text',
  property:
    'a text that is sent in parts is the same text when its parts are put together again, and no part is longer than a short message',
  reads: 'text',
  inputsInTests: 8_000,
  dictionary: ['€', '[', '\u001b', '\u001be', 'é', '💬', '\ud83d', '~'.repeat(40), 'x'.repeat(80), 'ж'.repeat(35)],
  shaped: fc.array(nastyText, { maxLength: 8 }).map((texts) => texts.join('')),
  oracle: (input) => {
    const parts = splitText(input, 7);
    if (parts.length > mostParts) return 'refused';
    const texts = parts.map(({ short_message, data_coding, esm_class }, at) => {
      const isGsm = data_coding === 0;
      hold(short_message.length <= (isGsm ? 160 : mostBytes), 'a part is longer than a short message');
      const { part, body } = esm_class === 0 ? { body: short_message } : readUserDataHeader(short_message);
      hold(esm_class === 0 || (part?.number === at + 1 && part.total === parts.length), 'a part says another number');
      const decoded = decodeText(body, data_coding);
      hold('text' in decoded, 'a part cannot be read');
      return decoded.text;
    });
    hold(texts.join('') === input, 'the parts are another text');
    return 'taken';
  },
};

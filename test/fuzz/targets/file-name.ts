import fc from 'fast-check';
import { safeFileName } from '../../../packages/samples/src/web-node/chat-api/safe-file-name.js';
import { hold } from '../../oracles/hold.js';
import type { TextTarget } from '../fuzz-target.js';
import { nastyText } from '../shapes/nasty-text.js';

const longest = 150;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const unsafe = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069<>:"|?*\\/]|\p{Surrogate}/u;

export const fileName: TextTarget = {
  name: 'file-name',
  property:
    'the name of a file has no path, no control characters and nothing that hides its ending, is never empty, and is made safe once for all',
  reads: 'text',
  dictionary: ['../', '..\\', '.exe', '.pdf', '\u202e', 'C:\\', '\u0000', ' .', '. ', 'x'.repeat(160)],
  shaped: fc.tuple(nastyText, nastyText, fc.constantFrom('', '.pdf', '.txt')).map((parts) => parts.join('')),
  oracle: (input) => {
    const name = safeFileName(input);
    hold(name.length > 0 && name.length <= longest, () => `a name has ${name.length} characters`);
    hold(!unsafe.test(name), 'a name is not safe');
    hold(!/^[.\s]|[.\s]$/.test(name), 'a name begins or ends with dots or white space');
    hold(safeFileName(name) === name, 'a safe name is made another');
    return name === input ? 'taken' : 'refused';
  },
};

import fc from 'fast-check';
import { retryAfterMs } from '../../../packages/sdk/src/edge/retry-after.js';
import { hold } from '../../oracles/hold.js';
import type { TextTarget } from '../fuzz-target.js';
import { nastyText } from '../shapes/nasty-text.js';

const now = Date.UTC(2030, 0, 1);
const longestMs = 300_000;

export const retryAfter: TextTarget = {
  name: 'retry-after',
  property:
    'nobody is left alone for longer than five minutes, whatever Retry-After says; seconds and dates mean what they say',
  reads: 'text',
  dictionary: ['Tue, 01 Jan 2030 00:01:00 GMT', '2030-01-01', 'GMT', ' ', '120', '+275760-09-13T00:00:00.000Z'],
  shaped: fc.oneof(
    fc.nat(1_000_000).map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    nastyText,
  ),
  oracle: (input) => {
    const ms = retryAfterMs({ 'retry-after': input }, now);
    hold(ms >= 0 && ms <= longestMs, () => `it asks to wait ${ms} ms`);
    if (/^[0-9]+$/.test(input))
      hold(ms === Math.min(Number(input) * 1_000, longestMs), 'seconds are understood wrongly');
    hold(retryAfterMs({ 'retry-after': [input] }, now) === 0, 'what is no text asks for something');
    hold(retryAfterMs({}, now) === 0, 'what is not there asks for something');
    return ms === 0 ? 'refused' : 'taken';
  },
};

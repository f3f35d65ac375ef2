import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { systemClock } from '@eservices-lb/sdk';
import { subjectOf, textAttributes } from '../../packages/servers/src/media-server/text-attributes.js';
import { InboundMessages } from '../../packages/servers/src/sms-server/inbound-messages.js';
import type { InboundMessagesOptions } from '../../packages/servers/src/sms-server/inbound-messages.js';
import { commandStatus } from '../../packages/servers/src/smpp/command-status.js';
import { silentLog } from './application-surroundings.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const inboundTo = (submit: InboundMessagesOptions['submitter']['submit']): InboundMessages =>
  new InboundMessages({
    ...{ clock: systemClock, log: silentLog, isAccepting: () => true, submitter: { submit } },
    subsets: { ownerOf: () => ({ by: 'this', tenant: 'Environment' }), describe: () => '' },
    settings: () => ({ country: '', service: 'sms' }),
    parts: () => ({ add: () => Promise.resolve() }),
    setAside: { add: () => Promise.resolve() },
  });
const message = (messageId: string) => ({
  source: { written: '16505550100', typeOfNumber: 1 },
  destination: { written: '18005550000', typeOfNumber: 1 },
  ...{ content: { text: 'hello' }, bytes: Buffer.from('hello'), messageId, isReceipt: false },
});

describe('the messages that an SMS Server takes', () => {
  it('leave nothing behind in its memory', async () => {
    const inbound = inboundTo(async (_submission, signal) => {
      const listener = (): void => undefined;
      signal.addEventListener('abort', listener);
      await Promise.resolve();
      signal.removeEventListener('abort', listener);
      return { queue: 'inbound-sms', isNew: true };
    });
    const take = async (count: number): Promise<number> => {
      for (let at = 0; at < count; at++) await inbound.take(message(`m${at}`));
      await new Promise<void>((resolve) => systemClock.after(10, resolve, { keepAlive: true }));
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = await take(5_000);

    const after = await take(40_000);

    expect(inbound.submitted).toBe(45_000);
    expect((after - before) / 40_000).toBeLessThan(20);
  });

  it('stay with the SMS Center where the server stops before Interaction Server has them', async () => {
    const inbound = inboundTo(
      (_submission, signal) =>
        new Promise((_resolve, reject) => {
          const giveUp = (): void => {
            reject(signal.reason as Error);
          };
          if (signal.aborted) giveUp();
          signal.addEventListener('abort', giveUp);
        }),
    );
    const underWay = inbound.take(message('m1'));

    inbound.close();

    expect([await underWay, await inbound.take(message('m2'))]).toEqual(
      Array.from({ length: 2 }, () => commandStatus.temporaryError),
    );
  });
});

describe('a text as attributes of an interaction', () => {
  it('has no character that is cut in two', () => {
    const text = `${'x'.repeat(3_999)}😀${'y'.repeat(3_998)}😀`;

    const { Text = '', ...others } = textAttributes(text);

    expect(Text + Object.values(others).join('')).toBe(text);
    for (const each of [Text, ...Object.values(others), subjectOf(`${'x'.repeat(79)}😀`)])
      expect(each).not.toMatch(/\p{Surrogate}/u);
  });
});

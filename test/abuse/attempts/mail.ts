import { z } from 'zod';
import { eventually } from '../../estate/eventually.js';
import type { Attempt } from '../attempt.js';
import type { Stage } from '../stage.js';

const mailboxSchema = z.object({
  messages: z.array(z.object({ from: z.string(), to: z.array(z.string()), subject: z.string(), text: z.string() })),
});

/** What has arrived at the demo's mail server, for anybody. */
async function mailbox({ estate }: Stage): Promise<z.infer<typeof mailboxSchema>['messages']> {
  const answer = await fetch(`http://127.0.0.1:${estate.portBase + 126}/messages`);
  return mailboxSchema.parse(await answer.json()).messages;
}

const submitted = (stage: Stage, form: Readonly<Record<string, string>>): Promise<unknown> =>
  stage.ask(`${stage.web}/genesys/2/email/support`, { form });

const arrived = (stage: Stage, address: string): Promise<unknown> =>
  eventually(`a mail to ${address}`, async () => (await mailbox(stage)).find(({ to }) => to.includes(address)));

export const mail: readonly Attempt[] = [
  {
    who: 'visitor',
    attempt:
      'ends the mail that quotes it, and begins another one of its own (SMTP smuggling, headers in subject and name)',
    ...{ surface: 'E-mail API, acknowledgement by SMTP', expected: 'one mail to eve@example.test, and none to others' },
    play: async (stage) => {
      const another =
        'MAIL FROM:<ceo@shop.example>\r\nRCPT TO:<smuggled@example.test>\r\nDATA\r\nSubject: Smuggled\r\n\r\nPay.';
      const ends = ['\r\n.\r\n', '\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r'];
      const text = ends.map((end) => `Hello${end}${another}${end}`).join('');
      const form = {
        ...{ firstName: 'Eve\r\nBcc: smuggled@example.test', lastName: 'E\nX-Own: 1', text },
        ...{ fromAddress: 'eve@example.test', subject: 'Hi\r\nBcc: smuggled@example.test\r\n\r\nBody' },
      };
      await submitted(stage, form);
      await arrived(stage, 'eve@example.test');
      // Whatever the first one brought with it is there before this one.
      await submitted(stage, { ...form, text: 'Bye', fromAddress: 'after@example.test' });
      await arrived(stage, 'after@example.test');
      const mails = await mailbox(stage);
      const own = mails.filter(({ to }) => to.includes('eve@example.test'));
      const others = mails.filter(({ to, subject }) => to.includes('smuggled@example.test') || subject === 'Smuggled');
      return `${own.length === 1 ? 'one mail' : `${own.length} mails`} to eve@example.test, and ${others.length === 0 ? 'none' : others.length} to others`;
    },
  },
];

import { allOf } from '../answer.js';
import type { Answer } from '../answer.js';
import type { Attempt } from '../attempt.js';
import type { Stage } from '../stage.js';

const markup = '"><img src=x onerror=alert(1)>\'`${1}<%= 1 %><script>alert(1)</script>';
const asQuery = encodeURIComponent(markup);

/** Nothing of the markup is markup in the page, and if it were, no script would run. */
function judged({ headers, text }: Answer): string {
  const policy = headers.get('content-security-policy') ?? '';
  const isStrict = /script-src 'self'(;|$)/.test(policy) && !policy.includes('unsafe');
  const isMarkup = /<img src=x|<script>alert/.test(text);
  return `${isMarkup ? 'markup' : 'text'}, ${isStrict ? 'and no script but our own may run' : 'under no policy'}`;
}

const page = { headers: { accept: 'text/html' } };

const reflecting = (surface: string, play: (stage: Stage) => Promise<readonly Answer[]>): Attempt => ({
  ...{ who: 'foreign page', attempt: `leads somebody to ${surface} with markup in what is said there`, surface },
  expected: 'text, and no script but our own may run',
  play: async (stage) => allOf((await play(stage)).map(judged)),
});

export const markups: readonly Attempt[] = [
  reflecting('the chat and its widget', async ({ ask, web }) => [
    await ask(`${web}/chat?service=${asQuery}&tenant=${asQuery}&embedded=1`, page),
    await ask(`${web}/chat?service=support&tenant=${asQuery}&embedded=1`, page),
    await ask(`${web}/widget?service=${asQuery}`, page),
    await ask(`${web}/?language=${asQuery}`, { headers: { ...page.headers, cookie: `language=${asQuery}` } }),
  ]),
  reflecting('the e-mail form', async ({ ask, web }) => {
    const all = { firstName: markup, lastName: markup, fromAddress: markup, subject: markup, text: markup };
    return [
      await ask(`${web}/email`, { ...page, form: { ...all, service: 'support', tenant: markup } }),
      await ask(`${web}/email`, { ...page, form: { ...all, service: markup, mailbox: markup, submissionId: markup } }),
      await ask(`${web}/email`, {
        ...{ ...page, form: { ...all, service: 'support', fromAddress: '"<b>x"@example.test' } },
      }),
    ];
  }),
  reflecting('the call-back form', async ({ ask, web }) => [
    await ask(`${web}/callback`, {
      ...page,
      form: { service: 'support', name: markup, phoneNumber: markup, at: markup },
    }),
    await ask(`${web}/callback`, {
      ...page,
      form: { service: markup, tenant: markup, requestId: markup, name: markup },
    }),
  ]),
  reflecting('the status page', async ({ ask, web }) => [
    await ask(`${web}/status?tenant=Environment&alias=${asQuery}`, page),
    await ask(`${web}/status?tenant=${asQuery}`, page),
    await ask(`${web}/status/actions/${asQuery}/${asQuery}?tenant=Environment`, { ...page, method: 'POST' }),
  ]),
  reflecting('the login and the mailbox', async ({ ask, web, agent }) => [
    await ask(`${web}/agent/login?to=${asQuery}`, page),
    await ask(`${web}/agent/session`, { ...page, form: { username: markup, password: markup, to: markup } }),
    await ask(`${web}/mailbox?to=${asQuery}`, { headers: { ...page.headers, cookie: agent } }),
  ]),
  reflecting('a page that does not exist', async ({ ask, web, scs }) => [
    await ask(`${web}/${asQuery}`, page),
    await ask(`${web}/genesys/2/chat/${asQuery}`, { form: { nickname: markup } }),
    await ask(`${scs}/${asQuery}`, page),
  ]),
];

import { randomBytes, randomUUID } from 'node:crypto';
import { allOf, inWords } from '../answer.js';
import type { Attempt } from '../attempt.js';
import type { Stage } from '../stage.js';

const proofOf = ({ own: { userId, secureKey, alias } }: Stage) => ({ userId, secureKey, alias });

/** Asks about a chat of a service, with what is given beside or in place of the attacker's own proof. */
const about = async (
  stage: Stage,
  {
    service = 'support',
    chatId = stage.victim.chat.chatId,
    action = 'refresh',
    query = '',
    headers = {},
    ...form
  }: About,
): Promise<string> => {
  const url = `${stage.web}/genesys/2/chat/${service}/${chatId}/${action}${query}`;
  return inWords(
    await stage.ask(url, { headers, form: { ...proofOf(stage), transcriptPosition: '1', ...(form.form ?? {}) } }),
  );
};

interface About {
  readonly service?: string;
  readonly chatId?: string;
  readonly action?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

const over = '200 908';
const invalidAlias = '200 906';

const visitors: readonly Attempt[] = [
  {
    ...{
      who: 'tenant',
      attempt: 'replays an alias of another tenant under its own service',
      surface: 'Chat API, alias',
    },
    expected: invalidAlias,
    play: (stage) => about(stage, { form: { alias: stage.victim.chat.alias } }),
  },
  {
    who: 'tenant',
    attempt: 'names the other tenant beside its own service: in the query, in the body',
    surface: 'Chat API, tenant (MT-1)',
    expected: '400 904',
    play: async (stage) => {
      const form = { alias: stage.victim.chat.alias };
      return allOf([
        await about(stage, { query: '?tenant=Resources', form }),
        await about(stage, { form: { ...form, tenant: 'Resources' } }),
      ]);
    },
  },
  {
    ...{ who: 'tenant', attempt: 'names two tenants at once', surface: 'Chat API, tenant (MT-1)' },
    expected: '400 909',
    play: (stage) => about(stage, { service: 'open', query: '?tenant=Environment', form: { tenant: 'Resources' } }),
  },
  {
    ...{ who: 'tenant', attempt: 'names the tenant in a header and a cookie', surface: 'Chat API, tenant (MT-1)' },
    expected: '400 901',
    play: (stage) =>
      about(stage, {
        service: 'open',
        headers: { tenant: 'Resources', 'x-tenant': 'Resources', cookie: 'tenant=Resources' },
      }),
  },
  {
    ...{ who: 'tenant', attempt: 'names a tenant after a property of every object', surface: 'Chat API, tenant' },
    expected: '400 902',
    play: async (stage) =>
      allOf([
        await about(stage, { service: 'open', form: { tenant: '__proto__' } }),
        await about(stage, { service: 'open', form: { tenant: 'constructor' } }),
      ]),
  },
  {
    ...{ who: 'visitor', attempt: 'asks for the chat of another with its own key', surface: 'Chat API, transcript' },
    expected: over,
    play: (stage) => about(stage, { service: 'sales', form: { alias: stage.victim.chat.alias } }),
  },
  {
    who: 'visitor',
    attempt: 'knows everything of a chat but the secure key, and guesses that',
    surface: 'Chat API, transcript, message, nickname, file',
    expected: over,
    play: async (stage) => {
      const { alias, userId } = stage.victim.chat;
      const form = { alias, userId, message: 'I was here', nickname: 'Eve', pushUrl: 'https://evil.example/' };
      const outcomes: string[] = [];
      for (const action of [
        'refresh',
        'send',
        'updateNickname',
        'pushUrl',
        'updateData',
        'disconnect',
        'file/limits',
      ]) {
        const secureKey = randomBytes(16).toString('hex');
        outcomes.push(await about(stage, { service: 'sales', action, form: { ...form, secureKey } }));
      }
      return allOf(outcomes);
    },
  },
  {
    ...{ who: 'visitor', attempt: 'guesses the number of a chat', surface: 'Chat API' },
    expected: over,
    play: (stage) => about(stage, { chatId: randomUUID() }),
  },
  {
    ...{ who: 'visitor', attempt: 'leaves the path of a chat with dots in its number', surface: 'Chat API, paths' },
    expected: over,
    play: async (stage) =>
      allOf([
        await about(stage, { chatId: '..%2f..%2fsessions' }),
        await about(stage, { chatId: '%2e%2e%2f%2e%2e' }),
        await about(stage, { chatId: 'a%00b' }),
      ]),
  },
  {
    ...{ who: 'visitor', attempt: 'leaves the path of a file with dots in its number', surface: 'Chat API, files' },
    expected: '400 909',
    play: async (stage) => {
      const chatId = stage.own.chatId;
      return allOf([
        await about(stage, { chatId, action: 'file/..%2f..%2f..%2fetc%2fpasswd/download' }),
        await about(stage, { chatId, action: 'file/%2e%2e%5c%2e%2e/delete' }),
      ]);
    },
  },
  {
    ...{ who: 'visitor', attempt: 'reads files of the web node by its paths', surface: 'static files' },
    expected: '404',
    play: async (stage) => {
      const get = async (path: string): Promise<string> =>
        (await stage.send(stage.web, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)).slice(9, 12);
      return allOf([
        await get('/../package.json'),
        await get('/..%2f..%2fpackage.json'),
        await get('/%2e%2e/%2e%2e/package.json'),
        await get('/conversation/..\\..\\package.json'),
        await get('/.env'),
        await get('/%00'),
        await get('/%E0%A4%A'),
      ]);
    },
  },
  {
    ...{ who: 'visitor', attempt: 'asks for the queue of a tenant that is not served', surface: 'statistics (LB-8)' },
    expected: '400 903',
    play: async (stage) => inWords(await stage.ask(`${stage.web}/api/statistics/chat?tenant=Unserved`)),
  },
];

const agentsAttempt = (
  attempt: string,
  surface: string,
  expected: string,
  urls: (stage: Stage) => readonly string[],
): Attempt => ({
  ...{ who: 'agent' as const, attempt, surface, expected },
  play: async (stage) => {
    const outcomes: string[] = [];
    for (const url of urls(stage)) {
      outcomes.push(inWords(await stage.ask(`${stage.web}${url}`, { headers: { cookie: stage.agent } })));
    }
    return allOf(outcomes);
  },
});

const agents: readonly Attempt[] = [
  agentsAttempt(
    'asks for the work, the queue, the calls and the contacts of another tenant',
    'agent API',
    '403 TENANT_NOT_YOURS',
    ({ victim }) => [
      '/agent/api/work?tenant=Resources',
      '/agent/api/interactions?tenant=Resources',
      '/agent/api/callbacks?tenant=Resources',
      `/agent/api/contacts?tenant=Resources&emailAddress=${victim.emailAddress}`,
      `/agent/api/emails/${victim.interactionId}?tenant=Resources`,
    ],
  ),
  agentsAttempt(
    'asks for a mail of another tenant, and for its file, under its own tenant',
    'agent API, mailboxes',
    '404 UNKNOWN_ROUTE',
    ({ victim }) => [
      `/agent/api/emails/${victim.interactionId}?tenant=Environment`,
      `/agent/api/emails/${victim.interactionId}/attachments/1?tenant=Environment`,
    ],
  ),
  agentsAttempt('looks into the mailbox of a customer of another tenant', '/mailbox', '200', ({ victim }) => [
    `/mailbox?to=${victim.emailAddress}`,
  ]),
  {
    ...{ who: 'agent', attempt: 'joins a chat of another tenant, under either tenant', surface: 'agent API, chats' },
    expected: '403 922, 200 906',
    play: async (stage) => {
      const { chatId, alias } = stage.victim.chat;
      const join = async (tenant: string): Promise<string> =>
        inWords(
          await stage.ask(`${stage.web}/agent/api/chats/${chatId}/join`, {
            ...{ headers: { cookie: stage.agent }, json: { tenant, alias, nickname: 'Erin' } },
          }),
        );
      return allOf([await join('Resources'), await join('Environment')]);
    },
  },
];

export const otherTenants: readonly Attempt[] = [...visitors, ...agents];

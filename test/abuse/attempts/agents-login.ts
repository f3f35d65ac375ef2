import { createHmac } from 'node:crypto';
import { sessionKeys } from '../../../packages/samples/src/web-node/agent-login/session-keys.js';
import { allOf, inWords } from '../answer.js';
import type { Attempt } from '../attempt.js';
import type { Stage } from '../stage.js';

const hourMs = 3_600_000;

/** A session as a web node writes it, signed with a key. */
function sessionCookie(session: object, key: string): string {
  const value = Buffer.from(JSON.stringify(session)).toString('base64');
  const signature = createHmac('sha1', key).update(`agent=${value}`).digest('base64url');
  return `agent=${value}; agent.sig=${signature}`;
}

const ownKey = ({ secrets }: Stage): string => sessionKeys(secrets.aliasKeys.split(','))[0] ?? '';

const workWith = async (stage: Stage, cookie: string): Promise<string> =>
  inWords(await stage.ask(`${stage.web}/agent/api/work?tenant=Environment`, { headers: { cookie } }));

const logIn = (stage: Stage, form: Readonly<Record<string, string>>, headers = {}, at = stage.web) =>
  stage.ask(`${at}/agent/session`, { form, headers });

const nobody = '401 LOGIN_REQUIRED';
const untilMs = 4_102_444_800_000;

export const agentsLogin: readonly Attempt[] = [
  {
    ...{ who: 'visitor', attempt: 'asks without a session, with an unsigned one, with one signed by another key' },
    ...{ surface: 'agent session', expected: nobody },
    play: async (stage) => {
      const session = { username: 'agent', untilMs };
      const unsigned = sessionCookie(session, 'x').split(';')[0] ?? '';
      return allOf([
        await workWith(stage, ''),
        await workWith(stage, unsigned),
        await workWith(stage, sessionCookie(session, 'guessed')),
        await workWith(stage, sessionCookie(session, stage.secrets.aliasKeys)),
      ]);
    },
  },
  {
    ...{ who: 'agent', attempt: 'goes on with a session that is over, or of an account that is gone' },
    ...{ surface: 'agent session', expected: nobody },
    play: async (stage) =>
      allOf([
        await workWith(stage, sessionCookie({ username: 'agent', untilMs: hourMs }, ownKey(stage))),
        await workWith(stage, sessionCookie({ username: 'gone', untilMs }, ownKey(stage))),
        await workWith(stage, sessionCookie({ username: '__proto__', untilMs }, ownKey(stage))),
        await workWith(stage, sessionCookie({ username: ['agent'], untilMs: 'never' }, ownKey(stage))),
      ]),
  },
  {
    ...{ who: 'foreign page', attempt: 'leaves a session in the browser before its agent logs in (fixation)' },
    ...{ surface: 'agent session', expected: `303, ${nobody}` },
    play: async (stage) => {
      const planted = sessionCookie({ username: 'rita', untilMs }, 'planted');
      const form = { username: 'erin', password: stage.secrets.agentPassword };
      const { status } = await logIn(stage, form, { cookie: planted });
      return allOf([String(status), await workWith(stage, planted)]);
    },
  },
  {
    ...{ who: 'foreign page', attempt: 'logs an agent in or out, by a form of another site or another port' },
    ...{ surface: 'agent session (CSRF)', expected: '403 FOREIGN_ORIGIN' },
    play: async (stage) => {
      const form = { username: 'erin', password: stage.secrets.agentPassword };
      const outcomes: string[] = [];
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'http://127.0.0.1:1' },
        { 'sec-fetch-site': 'same-site', origin: stage.web },
      ] as readonly Readonly<Record<string, string>>[]) {
        outcomes.push(inWords(await logIn(stage, form, headers)));
        const cookie = stage.agent;
        outcomes.push(
          inWords(await stage.ask(`${stage.web}/agent/logout`, { method: 'POST', headers: { ...headers, cookie } })),
        );
      }
      return allOf(outcomes);
    },
  },
  {
    ...{ who: 'foreign page', attempt: 'asks the agent API from another origin', surface: 'agent API (CORS)' },
    expected: 'no origin allowed',
    play: async (stage) => {
      const headers = { origin: 'https://evil.example', cookie: stage.agent };
      const { headers: answered } = await stage.ask(`${stage.web}/agent/api/work?tenant=Environment`, { headers });
      return answered.get('access-control-allow-origin') ?? 'no origin allowed';
    },
  },
  {
    ...{ who: 'foreign page', attempt: 'leads an agent elsewhere after the login', surface: 'agent login (redirect)' },
    expected: '/agent',
    play: async (stage) => {
      const form = { username: 'erin', password: stage.secrets.agentPassword };
      const outcomes: string[] = [];
      for (const to of [
        '//evil.example',
        'https://evil.example',
        '/\\evil.example',
        '/agent@evil.example',
        '\r\n//x',
      ]) {
        outcomes.push((await logIn(stage, { ...form, to })).headers.get('location') ?? '');
      }
      return allOf(outcomes);
    },
  },
  {
    who: 'visitor',
    attempt: 'guesses at a password through the front door, under a made-up X-Forwarded-For each time',
    ...{ surface: 'agent login (brute force)', expected: '401, 429' },
    play: async (stage) => {
      const outcomes: string[] = [];
      // Each of two web nodes counts for itself.
      for (let attempt = 0; attempt < 21; attempt += 1) {
        const headers = { 'x-forwarded-for': `192.0.2.${attempt}`, forwarded: `for=192.0.2.${attempt}` };
        const form = { username: 'nobody', password: `guess ${attempt}` };
        outcomes.push(String((await logIn(stage, form, headers, stage.frontDoor)).status));
      }
      return allOf(outcomes);
    },
  },
  {
    ...{ who: 'neighbour', attempt: 'takes a web node out of service by guessing', surface: 'Node API' },
    expected: '401, 429',
    play: async (stage) => {
      const outcomes: string[] = [];
      for (let attempt = 0; attempt < 11; attempt += 1) {
        const authorization = `Basic ${Buffer.from(`admin:guess ${attempt}`).toString('base64')}`;
        const wish = { method: 'POST', headers: { authorization } };
        outcomes.push(String((await stage.ask(`${stage.web}/genesys/1/admin/node/changestatus/OFFLINE`, wish)).status));
      }
      return allOf(outcomes);
    },
  },
];

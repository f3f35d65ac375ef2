import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { allOf } from '../answer.js';
import type { Attempt } from '../attempt.js';
import { secretOfApplication } from '../estate-secrets.js';
import type { Stage } from '../stage.js';

/** How the agent ends a link on which this is said: the code, and what it says before. */
async function said(stage: Stage, ...messages: readonly (string | Buffer)[]): Promise<string> {
  const socket = new WebSocket(`${stage.scs.replace('http', 'ws')}/api/v1/lca`);
  let refusal = '';
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { readonly type: string; readonly reason?: string };
    refusal = message.type === 'refused' ? `refused: ${message.reason ?? ''}, ` : refusal;
  });
  await once(socket, 'open');
  for (const message of messages) socket.send(message);
  const [code] = (await once(socket, 'close')) as [number];
  return `${refusal}${code}`;
}

const registration = (application: string, secret: string, pid = 1): string =>
  JSON.stringify({ type: 'register', application, secret, pid, status: 'running' });

const snapshotSchema = z.object({
  statuses: z.array(z.object({ application: z.string(), status: z.string() }).loose()),
  applications: z.array(z.object({ name: z.string(), host: z.string().optional(), ports: z.unknown() }).loose()),
});

async function snapshotOf(stage: Stage): Promise<z.infer<typeof snapshotSchema>> {
  const headers = { authorization: `Bearer ${stage.estate.ready.token}` };
  return snapshotSchema.parse(await (await fetch(`${stage.scs}/api/v1/snapshot`, { headers })).json());
}

const wrongSecret = (name: string): string =>
  `refused: the name "${name}" and the secret (ESERVICES_LCA_SECRET) do not belong together, 1008`;

export const agentLink: readonly Attempt[] = [
  {
    who: 'neighbour',
    attempt: 'registers as an application with a guessed secret',
    ...{ surface: 'Local Control Agent', expected: wrongSecret('ChatServer_1') },
    play: async (stage) =>
      allOf([
        await said(stage, registration('ChatServer_1', 'guess')),
        await said(stage, registration('ChatServer_1', '')),
        await said(stage, registration('ChatServer_1', stage.secrets.service)),
      ]),
  },
  {
    ...{ who: 'application server', attempt: 'registers as another application, with its own secret' },
    ...{ surface: 'Local Control Agent', expected: wrongSecret('ChatServer_1') },
    play: (stage) => said(stage, registration('ChatServer_1', secretOfApplication(stage.secrets, 'ChatServer_3'))),
  },
  {
    ...{ who: 'application server', attempt: 'registers under the name of an object’s property, with its secret' },
    surface: 'Local Control Agent',
    expected: 'refused: the configuration has no application of that name, 1008',
    play: (stage) => said(stage, registration('__proto__', secretOfApplication(stage.secrets, '__proto__'))),
  },
  {
    ...{ who: 'application server', attempt: 'takes the place of a live process, knowing its secret' },
    ...{ surface: 'Local Control Agent', expected: 'refused, 1008' },
    play: async (stage) => {
      const secret = secretOfApplication(stage.secrets, 'ChatServer_3');
      const outcome = await said(stage, registration('ChatServer_3', secret));
      return outcome.replace(/^refused: it is linked already, as process \d+; stop that one first/, 'refused');
    },
  },
  {
    ...{ who: 'neighbour', attempt: 'reports a status before it has registered, and registers never' },
    ...{ surface: 'Local Control Agent', expected: 'ChatServer_1 running, closed with 1008' },
    isSlow: true,
    play: async (stage) => {
      const report = { type: 'status', application: 'ChatServer_1', status: 'stopped' };
      const code = await said(stage, JSON.stringify(report), JSON.stringify({ type: 'work', work: { kind: 'x' } }));
      const status = (await snapshotOf(stage)).statuses.find(({ application }) => application === 'ChatServer_1');
      return `ChatServer_1 ${status?.status ?? 'unknown'}, closed with ${code}`;
    },
  },
  {
    ...{
      who: 'neighbour',
      attempt: 'sends what is no report: bytes, nonsense, a name of 300 letters, numbers for texts',
    },
    ...{ surface: 'Local Control Agent', expected: '1008' },
    play: async (stage) =>
      allOf([
        await said(stage, Buffer.alloc(100)),
        await said(stage, '{"type":'),
        await said(stage, '[]'),
        await said(stage, registration('x'.repeat(300), 'guess')),
        await said(stage, '{"type":"register","application":1,"secret":{},"pid":-1}'),
        await said(stage, `{"type":"register","__proto__":${'['.repeat(10_000)}${']'.repeat(10_000)}}`),
      ]),
  },
  {
    ...{ who: 'neighbour', attempt: 'sends a WebSocket message of a megabyte', surface: 'Local Control Agent' },
    expected: '1009',
    play: (stage) => said(stage, 'x'.repeat(1024 * 1024)),
  },
];

import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import axios from 'axios';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { trainingJobSchema } from '@eservices-lb/sdk/wire';
import type { TrainingJob } from '@eservices-lb/sdk/wire';
import { eventually } from '../estate/eventually.js';
import { startEstate } from '../estate/start-estate.js';
import type { Estate } from '../estate/start-estate.js';
import { operatorOf } from './operator.js';
import type { Operator } from './operator.js';

const interactionsSchema = z.object({
  interactions: z.array(z.object({ subject: z.string(), queue: z.string(), state: z.string() })),
});
const workSchema = z.object({
  applications: z.array(
    z.object({
      application: z.string(),
      work: z.object({
        kind: z.string(),
        jobs: z.array(z.object({ name: z.string(), state: z.string(), detail: z.string().optional() })).default([]),
        operations: z.array(z.string()).default([]),
        requests: z.number().default(0),
        failures: z.number().default(0),
      }),
    }),
  ),
});
type Work = z.infer<typeof workSchema>['applications'][number]['work'];

/** ESP servers, an Interaction Server and what they need, as real processes. */
describe('ESP servers around an Interaction Server', () => {
  let estate: Estate;
  let operator: Operator;
  const scs = async (path: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${estate.ready.token}` };
    return (await axios.get<unknown>(`${estate.ready.urls.scs[0]}/api/v1${path}`, { headers })).data;
  };
  const addJob = async (dbid: number, name: string): Promise<void> => {
    const headers = { authorization: `Bearer ${estate.ready.token}` };
    const url = `${estate.ready.urls.scs[0]}/api/v1/training-jobs/${name}`;
    await axios.put(url, { dbid, name, tenant: 'Environment' }, { headers });
  };
  const serverAt = async (offset: number, path: string): Promise<unknown> => {
    const file = join(estate.directory, '.eservices-lb', String(estate.portBase), 'secrets.json');
    const { service } = JSON.parse(readFileSync(file, 'utf8')) as { service: string };
    const headers = { authorization: `Bearer ${service}` };
    return (await axios.get<unknown>(`http://127.0.0.1:${estate.portBase + offset}${path}`, { headers })).data;
  };
  const job = async (name: string): Promise<TrainingJob> =>
    trainingJobSchema.parse(await scs(`/training-jobs/${name}`));
  const untilJob = (name: string, difference: Partial<TrainingJob>): Promise<TrainingJob> =>
    eventually(
      `${name} to be ${JSON.stringify(difference)}`,
      async () => {
        const found = await job(name);
        return Object.entries(difference).every(([field, value]) => found[field as 'name'] === value)
          ? found
          : undefined;
      },
      { withinMs: 60_000 },
    );
  const workOf = async (application: string): Promise<Work | undefined> =>
    workSchema.parse(await scs('/work')).applications.find((each) => each.application === application)?.work;
  const learnedAt = async (application: string): Promise<number | undefined> => {
    const detail = (await workOf(application))?.jobs.find(({ state }) => state === 'learning')?.detail;
    return detail === undefined ? undefined : Number(detail.split(' ')[0]);
  };
  const write = async (subject: string): Promise<void> => {
    const transport = createTransport({ host: '127.0.0.1', port: estate.portBase + 127, ignoreTLS: true });
    await transport.sendMail({ from: 'Ada <ada@example.test>', to: 'support@shop.test', subject, text: '' });
  };
  const queueOf = (subject: string): Promise<string> =>
    eventually(
      `"${subject}" to be routed`,
      async () => {
        const { interactions } = interactionsSchema.parse(await serverAt(101, '/interactions?tenant=Environment'));
        const queue = interactions.find((each) => each.subject === subject)?.queue;
        return queue === 'inbound-email' ? undefined : queue;
      },
      { withinMs: 30_000 },
    );

  beforeAll(async () => {
    estate = await startEstate({ scenario: join(__dirname, 'services.yaml') });
    operator = await operatorOf(estate);
  }, 90_000);
  afterAll(async () => {
    await operator[Symbol.asyncDispose]();
    await estate.stop();
  }, 30_000);

  it('do training jobs on several instances; the job of one that is killed waits for it, and goes on (BK-3)', async () => {
    await addJob(1, 'Categories');
    await addJob(2, 'Languages');
    const one = await untilJob('Categories', { progress: 'running' });
    const other = await untilJob('Languages', { progress: 'running' });
    expect([one.application, other.application].sort()).toEqual(['TrainingServer_1', 'TrainingServer_2']);
    const killed = one.application ?? '';
    const learned = await eventually('a good part of the examples', async () => {
      const count = await learnedAt(killed);
      return count !== undefined && count >= 60 ? count : undefined;
    });

    process.kill(estate.pidOf(killed), 'SIGKILL');
    await untilJob('Categories', { application: killed, progress: 'waiting' });
    await untilJob('Languages', { progress: 'finished' });
    expect(await job('Categories')).toMatchObject({ application: killed, progress: 'waiting' });

    await operator.act(killed, 'start');
    const first = await eventually('the job to go on', () => learnedAt(killed), { withinMs: 30_000 });
    await untilJob('Categories', { application: killed, progress: 'finished' });

    // What was learned in the last second before the kill is learned again; whoever begins anew has at most 20 after a second.
    expect(first).toBeGreaterThan(learned - 30);
    await eventually('the Training Server to show it', async () =>
      (await workOf(killed))?.jobs.some(({ state }) => state === 'finished') === true ? true : undefined,
    );
  }, 90_000);

  it('classify what comes in by mail, answer it, and do what the strategy says, each server its own part (IXN-4, IXN-5, IXN-6)', async () => {
    const [money, parcel, other] = [
      'I was charged twice, please refund the payment on my credit card',
      'Where is my parcel? The tracking number does not work',
      'Qwertz uiop',
    ];

    await Promise.all([money, parcel, other].map(write));

    expect(await Promise.all([money, parcel, other].map(queueOf))).toEqual(['billing', 'delivery', 'others']);
    expect(await serverAt(146, '/conversations/courier/messages?tenant=Environment')).toEqual({
      messages: [{ index: 1, text: parcel }],
    });
    const answers = await eventually('the answers', async () => {
      const { data } = await axios.get<{ messages: { text: string }[] }>(
        `http://127.0.0.1:${estate.portBase + 126}/messages?to=ada@example.test`,
      );
      const found = data.messages.map(({ text }) => text).filter((text) => text.startsWith('We have read'));
      return found.length >= 3 ? found.sort() : undefined;
    });
    expect(answers).toEqual(
      ['billing', 'delivery', 'unknown'].map((category) => `We have read that it is about ${category}.`),
    );
    await eventually('what the Fax Server shows', async () =>
      (await workOf('FaxServer_1'))?.requests === 1 ? true : undefined,
    );
    expect(await workOf('FaxServer_1')).toMatchObject({
      ...{ kind: 'external-service', operations: ['send-fax'], requests: 1, failures: 0 },
    });
  }, 60_000);

  it('survive the other protocol, and go on', async () => {
    for (const port of [121, 127, 141, 144, 146, 151]) {
      const socket = createConnection(estate.portBase + port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.end(Buffer.from('EHLO \xff\0\r\nPRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'.repeat(50), 'latin1'));
      await new Promise((resolve) => socket.resume().once('close', resolve));
    }

    await write('How do I reset my password for the login?');

    expect(await queueOf('How do I reset my password for the login?')).toBe('others');
  }, 60_000);

  it('go on classifying when the primary of the pair is killed: its backup answers under the same cluster (BK-1)', async () => {
    process.kill(estate.pidOf('ClassificationServer_1'), 'SIGKILL');
    await write('The invoice shows the wrong amount, I paid my bill');

    expect(await queueOf('The invoice shows the wrong amount, I paid my bill')).toBe('billing');
    expect(operator.loadBalancer.select({ tenant: 'Environment', type: 'ClassificationServer' }).member).toBe('backup');
  }, 60_000);
});

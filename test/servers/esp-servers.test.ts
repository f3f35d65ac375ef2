import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@eservices-lb/sdk';
import { Pool } from 'pg';
import request from 'supertest';
import { serviceApplication } from '../../packages/servers/src/application-server/service-application.js';
import { classificationSchema } from '../../packages/servers/src/classification/classification-schema.js';
import { classify } from '../../packages/servers/src/classification-server/classify.js';
import { KnownModels } from '../../packages/servers/src/classification-server/known-models.js';
import { ModelStore } from '../../packages/servers/src/classification-server/model-store.js';
import { createSchema } from '../../packages/servers/src/database/create-schema.js';
import { askingDatabase } from '../../packages/servers/src/database/asking-database.js';
import { CountedOperations } from '../../packages/servers/src/external-service/counted-operations.js';
import { externalServiceRoutes } from '../../packages/servers/src/external-service/external-service-routes.js';
import { faxSchema } from '../../packages/servers/src/fax-server/fax-schema.js';
import { FaxStore } from '../../packages/servers/src/fax-server/fax-store.js';
import { sendFax } from '../../packages/servers/src/fax-server/send-fax.js';
import { instantMessagingRoutes } from '../../packages/servers/src/instant-messaging-server/instant-messaging-routes.js';
import { messageSchema } from '../../packages/servers/src/instant-messaging-server/message-schema.js';
import { MessageStore } from '../../packages/servers/src/instant-messaging-server/message-store.js';
import { MessageWatch } from '../../packages/servers/src/instant-messaging-server/message-watch.js';
import { sendMessage } from '../../packages/servers/src/instant-messaging-server/send-message.js';
import { dataSetOf } from '../../packages/servers/src/training-server/data-set-of-job.js';
import { TrainingJobs } from '../../packages/servers/src/training-server/training-jobs.js';
import { TrainingStore } from '../../packages/servers/src/training-server/training-store.js';
import { eventually } from '../estate/eventually.js';
import { freePortBase } from '../estate/free-port-base.js';
import { aRegistration, authorization, serviceSecret, silentLog } from './application-surroundings.js';
import { startDatabaseProcess } from './database-process.js';

interface Answer {
  readonly status: number;
  readonly body: {
    readonly result?: Readonly<Record<string, string>>;
    readonly error?: { readonly code: string; readonly message: string; readonly field?: string };
  };
}

describe('ESP servers on their database', () => {
  const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-data-sets-'));
  const tenants = (): readonly string[] => ['Environment', 'Resources'];
  let database: { stop(): Promise<void> };
  let pool: Pool;
  let app: ReturnType<typeof serviceApplication>;
  let counted: CountedOperations;
  let isAccepting = true;

  const ask = async (operation: string, parameters: object, difference: object = {}): Promise<Answer> => {
    const interaction = { interactionId: '1', media: 'email', tenant: 'Environment', subject: '', attributes: {} };
    const body = { requestId: crypto.randomUUID(), tenant: 'Environment', parameters, interaction, ...difference };
    const { status, body: answer } = await request(app)
      .post(`/esp/${operation}`)
      .set('authorization', authorization)
      .send(body);
    return { status, body: answer as Answer['body'] };
  };
  const write = (name: string, examples: object, difference: object = {}): void => {
    const dataSet = { tenant: 'Environment', language: 'mul', examples, ...difference };
    writeFileSync(join(directory, `${name}.yaml`), JSON.stringify(dataSet));
  };
  const fruits = {
    fruit: ['apple pear lemon', 'cherry plum date', 'grape fig kiwi'],
    tree: ['oak ash beech', 'elm fir maple', 'birch lime pine'],
  };
  const jobsOf = (application: string, examplesPerSecond = Infinity): TrainingJobs & { finished: string[] } => {
    const finished: string[] = [];
    const registration = aRegistration({}, [], { options: { 'data-sets': { directory } } });
    const jobs = new TrainingJobs({
      ...{ store: new TrainingStore(pool, application), clock: systemClock, log: silentLog },
      ...{ dataSetOf: (job) => dataSetOf(job, registration), examplesPerSecond: () => examplesPerSecond },
      onFinished: (name) => finished.push(name),
      onDatabaseLost: () => undefined,
    });
    return Object.assign(jobs, { finished });
  };
  const job = (name: string, tenant = 'Environment') => ({ name, tenant });
  const untilShown = (jobs: TrainingJobs, state: string): Promise<string> =>
    eventually(`a job that is ${state}`, () => jobs.shown().find((each) => each.state === state)?.detail);
  const learnedBy = async (name: string): Promise<{ learned: number; application: string } | undefined> =>
    (
      await pool.query<{ learned: number; application: string }>('SELECT * FROM training_progress WHERE job = $1', [
        name,
      ])
    ).rows[0];

  beforeAll(async () => {
    const port = await freePortBase();
    database = await startDatabaseProcess(port);
    pool = new Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 4 });
    const statements = [...classificationSchema, ...faxSchema, ...messageSchema];
    await createSchema(pool, { statements, clock: systemClock, onWait: () => undefined });
    const askDatabase = askingDatabase({ lost: () => undefined });
    const models = new KnownModels({
      ...{ store: new ModelStore(pool), clock: { ...systemClock, now: () => (now += 10_000) } },
      onDatabaseLost: () => undefined,
    });
    let now = 0;
    const messages = new MessageStore(pool);
    const watch = new MessageWatch({ store: messages, clock: systemClock });
    counted = new CountedOperations({
      classify: classify({ models, askDatabase, usualModel: () => 'Fruits' }),
      'send-fax': sendFax({ store: new FaxStore(pool, 'FaxServer_1'), askDatabase, country: () => 'US' }),
      'send-message': sendMessage({ store: messages, askDatabase, onSent: () => watch.came() }),
    });
    const { operations } = counted;
    const routes = externalServiceRoutes({ operations, tenants, isAccepting: () => isAccepting });
    routes.use(instantMessagingRoutes({ watch, askDatabase, tenants, clock: systemClock }));
    app = serviceApplication(routes, { serviceSecret, isBackup: () => false, log: silentLog });
  }, 60_000);
  afterAll(async () => {
    rmSync(directory, { recursive: true });
    await pool.end();
    await database.stop();
  });

  describe('any of them', () => {
    it.each<[string, string, readonly [object, object], readonly [number, string]]>([
      ['an unknown operation', 'fly', [{}, {}], [404, 'UNKNOWN_OPERATION']],
      ['the name of what every object has', 'constructor', [{}, {}], [404, 'UNKNOWN_OPERATION']],
      ['a tenant that it does not serve', 'classify', [{}, { tenant: 'Other' }], [403, 'TENANT_NOT_SERVED']],
      ['no tenant (MT-1)', 'classify', [{}, { tenant: undefined }], [400, 'INVALID_FIELD']],
      ['no request id', 'classify', [{}, { requestId: '' }], [400, 'INVALID_FIELD']],
      ['no interaction', 'classify', [{}, { interaction: null }], [400, 'INVALID_FIELD']],
      ['a parameter that is no text', 'classify', [{ text: 1 }, {}], [400, 'INVALID_FIELD']],
    ])('refuses %s, and says why', async (_case, operation, [parameters, difference], [status, code]) => {
      expect(await ask(operation, parameters, difference)).toMatchObject({ status, body: { error: { code } } });
    });

    it('says that it takes nothing new', async () => {
      isAccepting = false;
      const answer = await ask('send-fax', { number: '+1 650 253 0000', text: 'x' });
      isAccepting = true;

      expect(answer).toMatchObject({ status: 503, body: { error: { code: 'NOT_ACCEPTING' } } });
    });

    it('counts what it was asked, and in vain', async () => {
      const before = counted.shown();
      await ask('send-fax', { number: '1', text: 'x' });
      await ask('send-fax', { number: '+1 650 253 0000', text: 'x' });

      expect(counted.shown()).toEqual({
        operations: ['classify', 'send-fax', 'send-message'],
        ...{ requests: before.requests + 2, failures: before.failures + 1 },
      });
    });
  });

  describe('Fax Server', () => {
    it('takes a fax once, however often it is asked, and tells its pages', async () => {
      const parameters = { number: '(650) 253-0000', text: 'line\n'.repeat(100) };

      const answers = await Promise.all(
        ['one', 'one', 'one', 'two'].map((requestId) => ask('send-fax', parameters, { requestId })),
      );

      expect(answers[0]?.body.result).toMatchObject({ faxPages: '2', faxNumber: '+16502530000' });
      expect(new Set(answers.map(({ body }) => body.result?.faxJob)).size).toBe(2);
    });

    it.each([
      ['a number that is none', { number: '555', text: 'x' }, 'INVALID_NUMBER'],
      ['nothing to fax', { number: '+1 650 253 0000', text: '' }, 'INVALID_FIELD'],
      ['a fax without end', { number: '+1 650 253 0000', text: '\n'.repeat(4_000) }, 'TOO_MANY_PAGES'],
    ])('refuses %s', async (_case, parameters, code) => {
      expect((await ask('send-fax', parameters)).body.error).toMatchObject({ code });
    });
  });

  describe('Instant Messaging Server', () => {
    const messages = async (addressee: string, query: object): Promise<unknown> =>
      (
        await request(app)
          .get(`/conversations/${addressee}/messages`)
          .query({ tenant: 'Environment', ...query })
          .set('authorization', authorization)
      ).body;

    it('keeps a conversation in order, each message once, however many come at the same time', async () => {
      const texts = Array.from({ length: 8 }, (_, index) => `text ${index % 4}`);

      const answers = await Promise.all(
        texts.map((text) => ask('send-message', { to: 'ada', text }, { requestId: text })),
      );

      expect(new Set(answers.map(({ body }) => body.result?.messageIndex))).toEqual(new Set(['1', '2', '3', '4']));
      expect(await messages('ada', { after: 2 })).toMatchObject({ messages: [{ index: 3 }, { index: 4 }] });
      expect(await messages('ada', { tenant: 'Resources' })).toEqual({ messages: [] });
    });

    it('delivers to a client that waits, at once', async () => {
      const waiting = messages('bob', { 'wait-ms': 10_000 });
      await ask('send-message', { to: 'bob', text: 'Hello Bob' });

      expect(await waiting).toEqual({ messages: [{ index: 1, text: 'Hello Bob' }] });
    });
  });

  describe('Training Server and Classification Server', () => {
    it('learn and use the model of a tenant, in its latest version', async () => {
      write('Fruits', fruits);
      const jobs = jobsOf('TrainingServer_1');
      const before = await ask('classify', { text: 'a red apple' });

      jobs.give([job('Fruits')]);
      expect(await untilShown(jobs, 'finished')).toMatch(/^Fruits version 1, \d+ % of the test right$/);
      const first = await ask('classify', { text: 'a red apple' });
      write('Fruits', { ...fruits, colour: ['red apple', 'blue green', 'red red yellow'] });
      jobs.give([]);
      jobs.give([job('Fruits')]);
      await eventually('the second time', () => (jobs.finished.length > 1 ? true : undefined));
      const second = await ask('classify', { text: 'something red' });
      await jobs.close();

      expect(before.body.error).toMatchObject({ code: 'UNKNOWN_MODEL' });
      expect(first.body.result).toMatchObject({ category: 'fruit', classificationModel: 'Fruits/1' });
      expect(second.body.result).toMatchObject({ category: 'colour', classificationModel: 'Fruits/2' });
      expect((await ask('classify', { text: 'x', 'min-confidence': '1' })).body.result).toMatchObject({
        category: 'unknown',
      });
      expect((await ask('classify', { text: 'x' }, { tenant: 'Resources' })).body.error).toMatchObject({
        code: 'UNKNOWN_MODEL',
      });
      expect((await ask('classify', { text: 'x', language: 'fr' })).body.error).toMatchObject({
        code: 'UNKNOWN_MODEL',
      });
    });

    it('learn a job that was taken away while its data set was read, and is given again', async () => {
      write('Away', fruits);
      const jobs = jobsOf('TrainingServer_1');
      jobs.give([job('Away')]);
      jobs.give([]);
      write('Meanwhile', fruits);
      jobs.give([job('Meanwhile')]);
      await untilShown(jobs, 'finished');
      const shown = jobs.shown().map(({ name }) => name);
      jobs.give([job('Away')]);

      await eventually('the job', () => (jobs.finished.includes('Away') ? true : undefined));

      expect(shown).toEqual(['Meanwhile']);
      await jobs.close();
    });

    it('do not learn the same examples twice, where the end of a job was not heard', async () => {
      write('Same', fruits);
      for (const name of ['TrainingServer_1', 'TrainingServer_2']) {
        const jobs = jobsOf(name);
        jobs.give([job('Same')]);
        expect(await untilShown(jobs, 'finished')).toMatch(/^Same version 1,/);
        await jobs.close();
      }
    });

    it('go on with a job where the same instance was interrupted, and nobody else does (BK-3)', async () => {
      const words = Array.from({ length: 150 }, (_, index) => `w${index} x${index}`);
      write('Long', { a: words, b: words.map((text) => `y${text}`) });
      const interrupted = jobsOf('TrainingServer_1', 50);
      interrupted.give([job('Long')]);
      const { learned } = await eventually('some progress that is kept', () => learnedBy('Long'));
      await interrupted.close();
      const dataSet = await dataSetOf(job('Long'), aRegistration({}, [], { options: { 'data-sets': { directory } } }));

      const other = await new TrainingStore(pool, 'TrainingServer_2').progress(job('Long'), dataSet);
      const own = await new TrainingStore(pool, 'TrainingServer_1').progress(job('Long'), dataSet);
      const restarted = jobsOf('TrainingServer_1', 100);
      restarted.give([job('Long')]);
      const resumed = await untilShown(restarted, 'learning');
      restarted.give([]);
      await restarted.close();

      expect(other).toBeUndefined();
      expect(own?.learned).toBeGreaterThanOrEqual(learned);
      expect(Number(resumed.split(' ')[0])).toBeGreaterThan(learned);
    });

    it('go on to the same model that one would have learned without interruption', async () => {
      const words = Array.from({ length: 60 }, (_, index) => `w${index % 20} x${index}`);
      for (const name of ['Whole', 'Parts']) write(name, { a: words, b: words.map((text) => `y${text}`) });
      const whole = jobsOf('TrainingServer_1');
      whole.give([job('Whole')]);
      await untilShown(whole, 'finished');
      const first = jobsOf('TrainingServer_1', 70);
      first.give([job('Parts')]);
      await eventually('some progress that is kept', () => learnedBy('Parts'));
      await first.close();
      const second = jobsOf('TrainingServer_1');
      second.give([job('Parts')]);
      await untilShown(second, 'finished');

      const { rows } = await pool.query<{ state: string; accuracy: number }>(
        `SELECT state, accuracy FROM classification_model WHERE model IN ('Whole', 'Parts')`,
      );
      expect(rows[0]).toEqual(rows[1]);
      expect(await learnedBy('Parts')).toBeUndefined();
    });

    it.each([
      ['is missing', 'Missing', undefined, /ENOENT|cannot be read/],
      ['is broken', 'Broken', '{ examples: [', /cannot be used/],
      ['belongs to another tenant', 'Foreign', { tenant: 'Resources' }, /tenant "Resources".*MT-2/],
      ['teaches too little', 'Little', { examples: { a: ['x', 'x'], b: ['y', 'y'] } }, /ten different words/],
      ['would be somewhere else', '../Other', undefined, /name of a file/],
    ])(
      'tell why a data set cannot be learned that %s, and go on with the next job',
      async (_case, name, difference, why) => {
        if (typeof difference === 'string') writeFileSync(join(directory, `${name}.yaml`), difference);
        else if (difference !== undefined) write(name, fruits, difference);
        write('Next', fruits);
        const jobs = jobsOf('TrainingServer_1');

        jobs.give([job(name), job('Next')]);

        expect(await untilShown(jobs, 'failed')).toMatch(why);
        await untilShown(jobs, 'finished');
        expect(jobs.finished).toEqual(['Next']);
        await jobs.close();
      },
    );

    it('say that a model is damaged, and use it no more than one that is missing', async () => {
      await pool.query(
        `INSERT INTO classification_model (tenant, model, version, language, data_set_digest, examples, accuracy, state, trained_by)
         VALUES ('Environment', 'Damaged', 1, 'en', '', 0, 0, '[1, 2', 'x')`,
      );

      expect((await ask('classify', { text: 'x', model: 'Damaged' })).body.error).toMatchObject({
        code: 'DAMAGED_MODEL',
      });
    });
  });
});

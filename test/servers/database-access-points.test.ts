import fc from 'fast-check';
import { Pool } from 'pg';
import type { InteractionState } from '../../packages/servers/src/interaction-server/interaction.js';
import { takeGeneration } from '../../packages/servers/src/interaction-server/standby/primary-generation.js';
import type { Outcome } from '../../packages/servers/src/universal-routing-server/outcome.js';
import { eventually } from '../estate/eventually.js';
import { freePortBase } from '../estate/free-port-base.js';
import { anInteractionDatabase } from './an-interaction-database.js';
import type { DatabaseUnderTest, Leads } from './an-interaction-database.js';
import { breakableWay } from './breakable-way.js';
import type { BreakableWay, LostAnswer } from './breakable-way.js';
import { startDatabaseProcess } from './database-process.js';

const submission = (interactionId: string) => ({
  ...{ interactionId, media: 'sms', tenant: 'Environment', service: 'support', subject: '', attributes: {} },
});
const keyOf = (interactionId: string) => ({ interactionId, media: 'sms', tenant: 'Environment' });

describe('the Database Access Points of an Interaction Server', () => {
  let server: { stop(): Promise<void> };
  let pool: Pool;
  let one: BreakableWay;
  let two: BreakableWay;
  const lost: LostAnswer = { text: undefined };
  let names = 0;
  let opened: DatabaseUnderTest[] = [];

  const toOneDatabase = (name = `Interactions ${names}`): Leads => ({
    DAP_1: { port: one.port, database: name },
    DAP_2: { port: two.port, database: name },
  });
  const open = async (
    leads = toOneDatabase(),
    { isBackup = false, name = 'Primary' } = {},
  ): Promise<DatabaseUnderTest> => {
    const under = anInteractionDatabase(name, leads, { isBackup });
    opened.push(under);
    await under.database.open();
    return under;
  };
  const statesOf = ({ database }: DatabaseUnderTest): readonly string[] =>
    database.shown().databaseAccessPoints.map(({ state }) => state);
  const becomes = (under: DatabaseUnderTest, ...states: readonly string[]): Promise<true> =>
    eventually(states.join(', '), () => (String(statesOf(under)) === String(states) ? true : undefined));
  const submitted = async ({ store }: DatabaseUnderTest, count: number): Promise<void> => {
    const prefix = Math.max(...(await numbers()), 0);
    await Promise.all(Array.from({ length: count }, (_, at) => store.submit(submission(String(prefix + at + 1)))));
  };
  const numbers = async (): Promise<readonly number[]> => {
    const { rows } = await pool.query<{ id: string }>('SELECT interaction_id AS id FROM interaction');
    return rows.map(({ id }) => Number(id));
  };

  beforeAll(async () => {
    const port = await freePortBase();
    server = await startDatabaseProcess(port);
    pool = new Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 1 });
    one = await breakableWay(port, lost);
    two = await breakableWay(port, lost);
    (await open()).database.close();
  }, 60_000);
  beforeEach(async () => {
    names += 1;
    await pool.query('TRUNCATE interaction');
  });
  afterEach(() => {
    for (const { database } of opened) database.close();
    opened = [];
    one.mend();
    two.mend();
  });
  afterAll(async () => {
    await Promise.all([one.close(), two.close()]);
    await pool.end();
    await server.stop();
  });

  it('share the statements evenly (IXN-8)', async () => {
    const under = await open();
    const before = under.database.shown().databaseAccessPoints.map(({ statements }) => statements);

    await submitted(under, 100);

    const after = under.database.shown().databaseAccessPoints.map(({ statements }) => statements);
    expect(after.map((statements, at) => statements - (before[at] ?? 0))).toEqual([50, 50]);
  });

  it.each([
    ['is cut', (way: BreakableWay) => way.cut()],
    ['stands still', (way: BreakableWay) => way.stall()],
  ])('carry on with nothing lost while one of them %s, which comes back by itself', async (_case, breaks) => {
    const under = await open();

    const all = Array.from({ length: 200 }, (_, at) => under.store.submit(submission(String(at + 1))));
    await all[20];
    breaks(one);
    await Promise.all(all);
    await becomes(under, 'lost', 'in use');
    expect(under.isAble).toBe(true);
    await submitted(under, 50);
    one.mend();
    await becomes(under, 'in use', 'in use');

    expect(await numbers()).toHaveLength(250);
  });

  it('make the server unable while all are lost, and able again', async () => {
    const under = await open();

    one.cut();
    two.cut();
    await becomes(under, 'lost', 'lost');
    expect(under.isAble).toBe(false);
    await expect(under.store.submit(submission('1'))).rejects.toMatchObject({
      status: 503,
      code: 'DATABASE_UNAVAILABLE',
    });
    one.mend();
    two.mend();
    await becomes(under, 'in use', 'in use');

    expect(under.isAble).toBe(true);
    await submitted(under, 1);
  });

  it('carry a statement out once, although its answer was lost and it was sent again (property)', async () => {
    const under = await open();
    const outcomes: readonly Outcome[] = [
      { to: 'queue', queue: 'next', attributes: { seen: 'yes' } },
      { to: 'agent', agent: 'ada', attributes: {} },
      { to: 'end', attributes: {} },
    ];
    const step = fc.record({
      isLost: fc.boolean(),
      act: fc.oneof(
        fc.constant({ submit: true } as const),
        fc.record({ bring: fc.constantFrom<InteractionState>('in-progress', 'done') }),
        fc.record({ place: fc.constantFrom(...outcomes) }),
      ),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        const interactionId = String(++run);
        let model = { queue: 'inbound-sms', state: 'new', step: 0 };
        await under.store.submit(submission(interactionId));
        for (const { isLost, act } of steps) {
          if (isLost) await becomes(under, 'in use', 'in use');
          lost.text = isLost ? 'primary_only(' : undefined;
          if ('submit' in act) await under.store.submit(submission(interactionId));
          if ('bring' in act) {
            await under.store.bring(keyOf(interactionId), act.bring).catch(() => undefined);
            if (model.state !== 'done') model = { ...model, state: act.bring };
          }
          if ('place' in act) {
            await under.store.place(keyOf(interactionId), model.step, act.place);
            if (model.state === 'new') model = afterPlacing(model, act.place);
          }
        }
        const { rows } = await pool.query('SELECT queue, state, step FROM interaction WHERE interaction_id = $1', [
          interactionId,
        ]);
        expect(rows).toEqual([model]);
      }),
      { numRuns: 25 },
    );
  });

  it('lead a running server to no other database: that is an error in the log, and the former one is used on (IXN-9)', async () => {
    const under = await open();
    const identity = under.reported.workedWith?.identity;

    under.lead({ ...toOneDatabase(), DAP_2: { port: two.port, database: 'Archive' } });
    await becomes(under, 'in use', 'another database');
    await submitted(under, 20);

    const [, changed] = under.database.shown().databaseAccessPoints;
    expect(changed?.problem).toContain(`this server works with "Interactions ${names}" (${identity ?? '?'})`);
    expect(changed?.problem).toContain('"Archive"');
    expect(under.errors).toEqual([changed?.problem]);
    expect(await numbers()).toHaveLength(20);

    under.lead(toOneDatabase('Archive'));
    await becomes(under, 'another database', 'another database');
    await submitted(under, 20);
    expect(under.isAble).toBe(true);
    expect(under.reported.unconfirmed).toBeUndefined();
    expect(await numbers()).toHaveLength(40);

    under.lead(toOneDatabase());
    await becomes(under, 'in use', 'in use');
  });

  it('may lead another way to the same database', async () => {
    const under = await open({ DAP_1: { port: one.port, database: 'Interactions' } });

    under.lead({ DAP_1: { port: two.port, database: 'Interactions' } });
    await eventually('the change to be followed', () => {
      const [changed] = under.database.shown().databaseAccessPoints;
      return changed?.problem === undefined ? true : undefined;
    });
    one.cut();
    await submitted(under, 10);

    expect(statesOf(under)).toEqual(['in use']);
  });

  it('lead to two databases at the start: nothing is guessed, and nothing written, until they lead to one (IXN-8)', async () => {
    const under = await open({ ...toOneDatabase(), DAP_2: { port: two.port, database: 'Archive' } });

    expect(under.isAble).toBe(false);
    expect(under.isServing).toBe(false);
    await expect(under.store.submit(submission('1'))).rejects.toMatchObject({ code: 'DATABASE_NOT_CONFIRMED' });
    expect(under.errors.join()).toContain('let all of them lead to one (IXN-8)');
    under.database.confirm();
    expect(under.database.isUnconfirmed).toBe(true);

    under.lead(toOneDatabase());
    await eventually('the server to serve', () => (under.isServing ? true : undefined));
    await submitted(under, 1);
  });

  it('lead to another database when theirs was lost and begun anew: the server waits for an operator, and makes its tables then', async () => {
    const under = await open();
    await submitted(under, 1);
    await pool.query('DROP TABLE database_identity, interaction, interaction_server_generation');

    await eventually('the server to notice', () => under.reported.unconfirmed);
    expect(under.isAble).toBe(false);
    await expect(under.store.submit(submission('1'))).rejects.toMatchObject({
      ...{
        code: 'DATABASE_NOT_CONFIRMED',
        message: expect.stringContaining('(new: nobody has worked with it)') as string,
      },
    });
    under.database.confirm();
    await eventually('the server to be able again', () => (under.isAble ? true : undefined));

    await submitted(under, 3);
    expect(under.reported.workedWith?.identity).toMatch(/^[0-9a-f]{16}$/);
  });

  it('let no connection be used that leads elsewhere than those before it', async () => {
    const under = await open({ DAP_1: { port: one.port, database: `Interactions ${names}` } });
    await submitted(under, 1);
    await pool.query('UPDATE database_identity SET identity = $1', ['swapped']);

    const all = await Promise.allSettled(
      Array.from({ length: 4 }, (_, at) => under.store.submit(submission(String(at + 10)))),
    );

    expect(all.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(3);
    expect((await numbers()).length).toBeLessThanOrEqual(2);
    await becomes(under, 'another database');
  });

  it('give a database one identity, though many see it first at the same moment', async () => {
    const many = await Promise.all(
      Array.from({ length: 6 }, (_, at) => open(toOneDatabase(), { name: `Server_${at}` })),
    );

    const identities = new Set(many.map(({ reported }) => reported.workedWith?.identity));
    expect(identities.size).toBe(1);
    expect([...identities][0]).toMatch(/^[0-9a-f]{16}$/);
  });

  it('do not let a backup write elsewhere than its primary did, until an operator confirms it (IXN-9)', async () => {
    const primary = await open();
    const backup = await open(toOneDatabase(), { isBackup: true, name: 'Backup' });
    backup.tell(primary.reported.workedWith!);
    expect(backup.isAble).toBe(true);

    backup.lead(toOneDatabase('Archive'));
    await eventually('the backup to find it', () => backup.reported.unconfirmed);
    expect(backup.reported.unconfirmed).toMatchObject({ name: 'Archive' });
    expect(backup.isAble).toBe(false);
    backup.becomePrimary();
    await expect(backup.store.submit(submission('1'))).rejects.toMatchObject({
      status: 503,
      code: 'DATABASE_NOT_CONFIRMED',
    });
    expect(backup.isServing).toBe(false);
    expect(primary.isServing).toBe(true);

    backup.database.confirm();
    await eventually('the backup to serve', () => (backup.isServing ? true : undefined));
    expect(backup.reported.workedWith).toMatchObject({ name: 'Archive' });
    expect(backup.reported.unconfirmed).toBeUndefined();
  });

  it('refuse whatever a former primary writes, who only stood still and does not know (BK-4)', async () => {
    const primary = await open();
    const backup = await open(toOneDatabase(), { isBackup: true, name: 'Backup' });
    await submitted(primary, 1);

    backup.becomePrimary();
    await eventually('the backup to serve', () => (backup.isServing ? true : undefined));
    for (const write of [
      () => primary.store.submit(submission('late')),
      () => primary.store.bring(keyOf('1'), 'done'),
      () => primary.store.place(keyOf('1'), 0, { to: 'end', attributes: {} }),
    ])
      await expect(write()).rejects.toMatchObject({ status: 503, code: 'NOT_PRIMARY' });

    expect(primary.isServing).toBe(false);
    expect(primary.isAble).toBe(false);
    expect(await backup.store.list('Environment')).toMatchObject([{ interactionId: '1', state: 'new' }]);
    primary.becomePrimary();
    await eventually('the primary to serve again', () => (primary.isServing ? true : undefined));
    await submitted(primary, 1);
    await expect(backup.store.submit(submission('late'))).rejects.toMatchObject({ code: 'NOT_PRIMARY' });
  });

  it('let each generation be taken once, although several take it at once and answers are lost', async () => {
    const under = await open();
    const statements = { query: (text: string, values?: unknown[]) => pool.query<object>(text, values) };

    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        takeGeneration(at % 2 === 0 ? statements : under.database, 'Pair', `Server_${at}`),
      ),
    );

    expect(new Set(taken.map(({ generation }) => generation)).size).toBe(10);
  });
});

function afterPlacing(
  model: { readonly queue: string; readonly state: string; readonly step: number },
  outcome: Outcome,
): { queue: string; state: string; step: number } {
  const step = model.step + 1;
  if (outcome.to === 'queue') return { queue: outcome.queue, state: 'new', step };
  return { queue: model.queue, state: outcome.to === 'agent' ? 'in-progress' : 'done', step };
}

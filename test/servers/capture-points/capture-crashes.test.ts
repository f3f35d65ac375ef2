import { systemClock } from '@eservices-lb/sdk';
import { CaptureTally } from '../../../packages/servers/src/interaction-server/capture-points/capture-tally.js';
import { InputTable } from '../../../packages/servers/src/interaction-server/capture-points/database/input-table.js';
import { PollingCapturePoint } from '../../../packages/servers/src/interaction-server/capture-points/polling-capture-point.js';
import { eventually } from '../../estate/eventually.js';
import { silentLog } from '../application-surroundings.js';
import { aCapture, aCaptureStore, mapping } from './a-capture-store.js';
import type { CaptureStore, IntakeDifference } from './a-capture-store.js';
import { aFileCapturePoint, aWatchedFolder } from './a-file-capture-point.js';
import { Life } from './mortal.js';
import type { Death } from './mortal.js';

const steps = (...names: readonly string[]): Death[] =>
  names.flatMap((step) => [{ step, moment: 'before' } as const, { step, moment: 'after' } as const]);

/** After the crash everything means another tenant; what was fixed before must stay as it was. */
const changedMapping = mapping({ values: { north: 'Resources' } });

describe('exactly one interaction of each input, whenever the process dies', () => {
  let store: CaptureStore;

  beforeAll(async () => {
    store = await aCaptureStore();
  }, 60_000);
  beforeEach(() => store.clear());
  afterAll(() => store.stop());

  describe('File Capture Point', () => {
    let folder: ReturnType<typeof aWatchedFolder>;
    const start = (life: Life, difference: IntakeDifference = {}) =>
      aFileCapturePoint({ folder: folder.path, intake: store.intake({ life, ...difference }), life });
    const diesThenAnotherWorks = async (death: Death): Promise<void> => {
      const life = new Life(death);
      const first = await start(life);
      await eventually('the death of the first process', () => (life.isOver ? true : undefined));
      await first.close();
      const second = await start(new Life(), { mapping: changedMapping });
      await eventually('the end of the work', () =>
        folder.inbox().length + folder.work().length > 0 ? undefined : true,
      );
      await second.close();
    };

    beforeEach(() => {
      folder = aWatchedFolder();
    });
    afterEach(() => {
      folder.remove();
    });

    it.each(steps('claim', 'find', 'fix', 'submit', 'done'))('dies $moment the step "$step"', async (death) => {
      folder.put('order.json', JSON.stringify(aCapture()));

      await diesThenAnotherWorks(death);

      const interactions = await store.interactions();
      expect(interactions).toHaveLength(1);
      expect(interactions[0]?.attributes).toEqual({ Region: 'north', Order: '17' });
      expect(folder.done()).toEqual([expect.stringMatching(/^[0-9a-f]{32}~order\.json$/)]);
      expect(folder.setAside()).toEqual([]);
    });

    it.each(steps('claim', 'find', 'setAside'))(
      'of a file that cannot be used: dies $moment the step "$step"',
      async (death) => {
        folder.put('order.json', '{"media":');

        await diesThenAnotherWorks(death);

        expect(await store.interactions()).toEqual([]);
        expect(folder.setAside()).toEqual([
          expect.stringMatching(/~order\.json$/),
          expect.stringMatching(/~order\.json\.reason\.txt$/),
        ]);
      },
    );

    it('two servers work on the same folder at once', async () => {
      for (let number = 0; number < 200; number++) folder.put(`order-${number}.json`, JSON.stringify(aCapture()));

      const servers = await Promise.all([start(new Life()), start(new Life())]);
      await eventually('the end of the work', () =>
        folder.inbox().length + folder.work().length > 0 ? undefined : true,
      );
      for (const server of servers) await server.close();

      expect(await store.interactions()).toHaveLength(200);
      expect(folder.done()).toHaveLength(200);
    });
  });

  describe('Database Capture Point', () => {
    const start = (
      life: Life,
      difference: IntakeDifference & { readonly claimant?: string; readonly pair?: number } = {},
    ) => {
      const { claimant = 'first', pair = 17, ...others } = difference;
      const source = new InputTable({ database: store.pool, table: 'capture_input', pair, claimant });
      return new PollingCapturePoint({
        ...{ source: life.of(source), intake: store.intake({ life, ...others }), tally: new CaptureTally() },
        ...{ concurrency: 4, clock: systemClock, log: silentLog, pauseMs: () => 20 },
      });
    };
    const put = (attributes: string, count = 1) =>
      store.pool.query(
        `INSERT INTO capture_input (media, service, subject, attributes)
         SELECT 'email', 'orders', 'Order', $1::jsonb FROM generate_series(1, $2)`,
        [attributes, count],
      );
    const open = async (): Promise<number> =>
      (await store.pool.query(`SELECT FROM capture_input WHERE state IN ('new', 'claimed')`)).rows.length;
    const rows = async () => (await store.pool.query('SELECT * FROM capture_input')).rows as Record<string, unknown>[];
    const diesThenAnotherWorks = async (death: Death): Promise<void> => {
      const life = new Life(death);
      const first = start(life);
      await eventually('the death of the first process', () => (life.isOver ? true : undefined));
      await first.close();
      const second = start(new Life(), { mapping: changedMapping, claimant: 'second' });
      await eventually('the end of the work', async () => ((await open()) > 0 ? undefined : true));
      await second.close();
    };

    beforeEach(async () => {
      await store.pool.query('DROP TABLE IF EXISTS capture_input');
      await new InputTable({ database: store.pool, table: 'capture_input', pair: 17, claimant: '' }).create();
    });

    it.each(steps('claim', 'find', 'fix', 'submit', 'done'))('dies $moment the step "$step"', async (death) => {
      await put('{"Region": "north"}');

      await diesThenAnotherWorks(death);

      const [interaction, ...others] = await store.interactions();
      expect(others).toEqual([]);
      expect(await rows()).toEqual([
        expect.objectContaining({ state: 'done', interaction_id: interaction?.interaction_id, reason: null }),
      ]);
    });

    it.each(steps('claim', 'find', 'setAside'))(
      'of a row that cannot be used: dies $moment the step "$step"',
      async (death) => {
        await put('{"Region": "west"}');

        await diesThenAnotherWorks(death);

        expect(await store.interactions()).toEqual([]);
        expect(await rows()).toEqual([
          expect.objectContaining({ state: 'set-aside', reason: expect.stringContaining('TENANT_UNMAPPED') as string }),
        ]);
      },
    );

    it('two servers work on the same table at once', async () => {
      await put('{"Region": "north"}', 200);

      const servers = [start(new Life()), start(new Life(), { claimant: 'second' })];
      await eventually('the end of the work', async () => ((await open()) > 0 ? undefined : true));
      for (const server of servers) await server.close();

      expect(await store.interactions()).toHaveLength(200);
    });

    it('puts an interaction into the queue that its row names, else into the inbound queue of its media', async () => {
      await put('{"Region": "north"}');
      await store.pool.query(`INSERT INTO capture_input (queue, attributes) VALUES ('urgent', '{"Region": "north"}')`);

      const capturePoint = start(new Life());
      await eventually('the end of the work', async () => ((await open()) > 0 ? undefined : true));
      await capturePoint.close();

      const { rows } = await store.pool.query<{ queue: string }>('SELECT queue FROM interaction ORDER BY queue');
      expect(rows.map(({ queue }) => queue)).toEqual(['inbound-email', 'urgent']);
    });

    it('leaves alone what another Capture Point has claimed', async () => {
      await put('{"Region": "north"}', 2);
      await store.pool.query(
        `UPDATE capture_input SET state = 'claimed', claimed_by = '18/other', claimed_at = to_timestamp(0) WHERE id = 1`,
      );

      const capturePoint = start(new Life());
      await eventually('the other row', async () => ((await open()) === 1 ? true : undefined));
      await capturePoint.close();

      expect(await store.interactions()).toHaveLength(1);
    });

    it.each([
      ['attributes that are no map', '[1]', 'INVALID_FIELD'],
      ['a value that is no text', '{"Region": {"name": "north"}}', 'INVALID_FIELD'],
      ['too much', JSON.stringify({ Region: 'north', text: 'x'.repeat(300_000) }), 'TOO_LARGE'],
      [
        'more attributes than there may be',
        JSON.stringify(Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`a${at}`, 1]))),
        'TENANT_UNKNOWN',
      ],
    ])('sets a row aside that has %s, and goes on', async (_case, attributes, code) => {
      await put(attributes);
      await put('{"Region": "north"}');
      const capturePoint = start(new Life());
      await eventually('the end of the work', async () => ((await open()) > 0 ? undefined : true));
      await capturePoint.close();

      expect(await store.interactions()).toHaveLength(1);
      expect(await rows()).toContainEqual(
        expect.objectContaining({ state: 'set-aside', reason: expect.stringContaining(code) as string }),
      );
    });

    it('sets a row aside that comes under the number of another one, as after the table was emptied, and drops it not', async () => {
      await put('{"Region":"north","Order":17}');
      const capturePoint = start(new Life());
      await eventually('the first row', async () => ((await open()) > 0 ? undefined : true));
      await store.pool.query('TRUNCATE capture_input RESTART IDENTITY');
      await put('{"Region":"north","Order":18}');
      await eventually('the second row', async () => ((await open()) > 0 ? undefined : true));
      await capturePoint.close();

      const { rows } = await store.pool.query('SELECT state, reason FROM capture_input');
      expect(rows).toEqual([{ state: 'set-aside', reason: expect.stringMatching(/^IDENTITY_REUSED: /) as string }]);
      expect(await store.interactions()).toHaveLength(1);
    });

    it('captures a row that was set aside, once it is mended and new again', async () => {
      await put('{"Region": "west"}');
      const capturePoint = start(new Life());
      await eventually('the row to be set aside', async () => ((await open()) > 0 ? undefined : true));

      await store.pool.query(`UPDATE capture_input SET attributes = '{"Region": "north"}', state = 'new'`);
      await eventually('the interaction', async () => (await store.interactions())[0]);
      await capturePoint.close();

      expect(await rows()).toEqual([expect.objectContaining({ state: 'done', reason: null })]);
    });
  });

  it('waits while the server takes nothing new, and then goes on', async () => {
    const folder = aWatchedFolder();
    let isAccepting = false;
    folder.put('order.json', JSON.stringify(aCapture()));
    const capturePoint = await aFileCapturePoint({
      ...{ folder: folder.path, intake: store.intake({ isAccepting: () => isAccepting }) },
    });
    await eventually('the problem to be shown', () => capturePoint.tally.problem);

    expect(await store.interactions()).toEqual([]);
    isAccepting = true;
    await eventually('the interaction', async () => (await store.interactions())[0]);
    await capturePoint.close();
    expect(capturePoint.tally).toMatchObject({ captured: 1, setAside: 0, problem: undefined });
    folder.remove();
  });

  it('lets go of what the server refuses for good, so that it can become something else once it is mended', async () => {
    const input = (identity: string) => ({ identity, content: () => ({ attributes: { Region: 'south' } }) });

    await expect(store.intake({ tenantsOfServer: ['Environment'] }).take(input('17'))).rejects.toMatchObject({
      code: 'TENANT_NOT_SERVED',
    });

    const { submission } = await store
      .intake({ mapping: mapping({ values: { south: 'Environment' } }) })
      .take(input('17'));
    expect(submission.tenant).toBe('Environment');
    expect(await store.interactions()).toHaveLength(1);
  });

  it('knows an interaction that was stored before its tenant went away', async () => {
    const input = { identity: '18', content: () => ({ attributes: { Region: 'south' } }) };
    await store.intake().take(input);

    expect(await store.intake({ tenantsOfServer: ['Environment'] }).take(input)).toMatchObject({ isNew: false });
    expect(await store.interactions()).toHaveLength(1);
  });
});

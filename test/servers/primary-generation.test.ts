import { Client, Pool } from 'pg';
import { createSchema } from '../../packages/servers/src/database/create-schema.js';
import { interactionSchema } from '../../packages/servers/src/interaction-server/interaction-schema.js';
import { InteractionStore } from '../../packages/servers/src/interaction-server/interaction-store.js';
import {
  fenceOf,
  isSuperseded,
  takeGeneration,
} from '../../packages/servers/src/interaction-server/standby/primary-generation.js';
import { systemClock } from '@eservices-lb/sdk';
import { eventually } from '../estate/eventually.js';
import { isPostgresqlInstalled, startPostgresql } from './postgresql-process.js';
import type { RunningPostgresql } from './postgresql-process.js';

const submission = (interactionId: string) => ({
  ...{ interactionId, media: 'sms', tenant: 'Environment', service: 'support', subject: '', attributes: {} },
});

/** Statements really run at the same time only in the PostgreSQL of the machine; the embedded one carries out one after the other. */
const title = 'the generation of a primary Interaction Server';
(isPostgresqlInstalled ? describe : describe.skip)(
  isPostgresqlInstalled ? title : `${title} (no PostgreSQL here: apt-get install postgresql)`,
  () => {
    let server: RunningPostgresql;
    let pool: Pool;
    let former: Client;

    beforeAll(async () => {
      server = await startPostgresql();
      pool = new Pool({ connectionString: server.url, max: 8 });
      former = new Client({ connectionString: server.url });
      await former.connect();
      await createSchema(pool, { statements: interactionSchema, clock: systemClock, onWait: () => undefined });
    }, 60_000);
    afterAll(async () => {
      await former.end();
      await pool.end();
      server.stop();
    });

    it('is taken only after what the former primary has under way, and nothing of it comes later', async () => {
      const first = await takeGeneration(pool, 'Pair', 'Primary');
      const store = new InteractionStore(former, () => fenceOf(first));
      await former.query('BEGIN');
      await store.submit(submission('under way'));
      let isTaken = false;

      const taking = takeGeneration(pool, 'Pair', 'Backup').then((generation) => {
        isTaken = true;
        return generation;
      });
      await eventually('the takeover to wait', async () => {
        const { rows: waiting } = await pool.query(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
        return waiting[0] as object | undefined;
      });
      expect(isTaken).toBe(false);
      await former.query('COMMIT');
      expect((await taking).generation).toBe(first.generation + 1);

      expect(isSuperseded(await store.submit(submission('late')).catch((error: unknown) => error))).toBe(true);
      const { rows } = await pool.query('SELECT interaction_id FROM interaction');
      expect(rows).toEqual([{ interaction_id: 'under way' }]);
    });

    it('is taken once, by however many at the same moment', async () => {
      const taken = await Promise.all(
        Array.from({ length: 20 }, (_, at) => takeGeneration(pool, 'Many', `Server_${at}`)),
      );

      expect(taken.map(({ generation }) => generation).sort((one, other) => one - other)).toEqual(
        Array.from({ length: 20 }, (_, at) => at + 1),
      );
    });

    it("is each pair's own: two pairs may share a database (MT-5)", async () => {
      const one = await takeGeneration(pool, 'One', 'Primary');
      await takeGeneration(pool, 'Other', 'Primary');

      await new InteractionStore(pool, () => fenceOf(one)).submit(submission('of one'));
    });
  },
);

import { systemClock } from '@eservices-lb/sdk';
import { Pool } from 'pg';
import { askingDatabase } from '../../../packages/servers/src/database/asking-database.js';
import { createSchema } from '../../../packages/servers/src/database/create-schema.js';
import { CaptureClaims } from '../../../packages/servers/src/interaction-server/capture-points/intake/capture-claims.js';
import { captureSchema } from '../../../packages/servers/src/interaction-server/capture-points/intake/capture-schema.js';
import { Intake } from '../../../packages/servers/src/interaction-server/capture-points/intake/intake.js';
import type { TenantMapping } from '../../../packages/servers/src/interaction-server/capture-points/intake/tenant-of-capture.js';
import { interactionMethods } from '../../../packages/servers/src/interaction-server/interaction-methods.js';
import { interactionSchema } from '../../../packages/servers/src/interaction-server/interaction-schema.js';
import { InteractionStore } from '../../../packages/servers/src/interaction-server/interaction-store.js';
import { freePortBase } from '../../estate/free-port-base.js';
import { startDatabaseProcess } from '../database-process.js';
import { Life } from './mortal.js';

export const tenants = ['Environment', 'Resources'];

export const mapping = (difference: Partial<TenantMapping> = {}): TenantMapping => ({
  ...{ attributes: ['Region'], values: { north: 'Environment', south: 'Resources' }, tenants },
  ...difference,
});

export interface StoredInteraction {
  readonly interaction_id: string;
  readonly tenant: string;
  readonly media: string;
  readonly service: string;
  readonly subject: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface IntakeDifference {
  readonly life?: Life;
  readonly mapping?: TenantMapping;
  readonly isAccepting?: () => boolean;
  readonly tenantsOfServer?: readonly string[];
}

/** The database of an Interaction Server, with what Capture Points need of it. */
export interface CaptureStore {
  readonly pool: Pool;
  /** As a process has it that may die. */
  intake(difference?: IntakeDifference): Intake;
  interactions(): Promise<readonly StoredInteraction[]>;
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export async function aCaptureStore(): Promise<CaptureStore> {
  const port = await freePortBase();
  const database = await startDatabaseProcess(port);
  const pool = new Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 4 });
  const statements = [...interactionSchema, ...captureSchema];
  await createSchema(pool, { statements, clock: systemClock, onWait: () => undefined });
  const askDatabase = askingDatabase({ lost: () => undefined });
  return {
    pool,
    intake({ life = new Life(), isAccepting = () => true, tenantsOfServer = tenants, ...difference } = {}) {
      const methods = life.of(
        interactionMethods({
          ...{ store: new InteractionStore(pool), askDatabase, isAccepting },
          ...{ tenants: () => tenantsOfServer, onSubmitted: () => undefined },
        }),
      );
      return new Intake({
        ...{ capturePoint: { name: 'CP', dbid: 17 }, claims: life.of(new CaptureClaims(pool)), askDatabase },
        submit: (params) => methods.submit(params),
        mapping: difference.mapping ?? mapping(),
        defaults: { media: 'email', service: 'orders' },
      });
    },
    async interactions() {
      return (await pool.query<StoredInteraction>('SELECT * FROM interaction ORDER BY submitted_at')).rows;
    },
    async clear() {
      await pool.query('TRUNCATE interaction, capture');
    },
    async stop() {
      await pool.end();
      await database.stop();
    },
  };
}

/** Only an interaction without an attribute and of one tenant is needed in most tests. */
export const aCapture = (difference: object = {}): object => ({
  ...{ media: 'email', service: 'orders', subject: 'Order 17', attributes: { Region: 'north', Order: 17 } },
  ...difference,
});

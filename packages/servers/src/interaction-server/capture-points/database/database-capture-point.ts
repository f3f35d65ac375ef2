import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { settingsOf } from '../capture-point-options.js';
import type { CapturePointSurroundings, StartCapturePoint } from '../kind-of-capture-point.js';
import type { Statements } from '../../../database/statements.js';
import { PollingCapturePoint } from '../polling-capture-point.js';
import { secretOf } from '../secret-of-option.js';
import { databaseSettings } from './database-settings.js';
import { InputTable } from './input-table.js';

const limitMs = 5_000;

/** Captures the rows that other programs write into a table: of the Interaction Server's own database, or of another one. */
export const startDatabaseCapturePoint: StartCapturePoint = async (surroundings) => {
  const { application, pair, intake, tally, clock, log } = surroundings;
  const settings = settingsOf(databaseSettings, application);
  const { database, close } = databaseOf(settings['url-variable'], surroundings);
  const claimant = `${application.name} ${randomBytes(8).toString('hex')}`;
  const source = new InputTable({ database, table: settings.table, pair, claimant });
  try {
    if (settings['create-table'] === 'true') await source.create();
    else await database.query(`SELECT FROM ${settings.table} LIMIT 1`);
  } catch (error) {
    await close();
    throw error;
  }
  const capturePoint = new PollingCapturePoint({
    ...{ source, intake, tally, clock, log, concurrency: settings.concurrency },
    pauseMs: () => settings['poll-interval'] * 1_000,
  });
  return {
    async close() {
      await capturePoint.close();
      await close();
    },
  };
};

interface OpenDatabase {
  readonly database: Statements;
  readonly close: () => Promise<void>;
}

function databaseOf(variable: string | undefined, surroundings: CapturePointSurroundings): OpenDatabase {
  const { database, log } = surroundings;
  if (variable === undefined) return { database, close: () => Promise.resolve() };
  const connectionString = secretOf(variable, surroundings);
  const pool = new Pool({ connectionString, max: 2, connectionTimeoutMillis: limitMs, query_timeout: limitMs });
  pool.on('error', (error) => {
    log.warn(error, 'the database of a Capture Point does not answer');
  });
  return { database: pool, close: () => pool.end() };
}

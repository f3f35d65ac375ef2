import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'pg';
import { eventually } from '../estate/eventually.js';

const compiled = join(__dirname, '../../packages/servers/dist/database-server/database-server.js');
const program = `require(${JSON.stringify(compiled)}).openDatabase({ port: Number(process.argv[1]), host: '127.0.0.1' });`;

/** The Database Server's database in a process of its own: PGlite loads itself in a way that Jest does not allow. */
export async function startDatabaseProcess(port: number): Promise<{ stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['-e', program, String(port)], { stdio: 'inherit' });
  const exited = once(child, 'exit');
  await eventually('the database to answer', () => (child.exitCode === null ? answers(port) : failed()), {
    withinMs: 60_000,
  });
  return {
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function answers(port: number): Promise<true | undefined> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function failed(): never {
  throw new Error('The database process ended.');
}

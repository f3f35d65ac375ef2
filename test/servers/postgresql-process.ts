import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

/** PostgreSQL refuses to run as root, so that the user `postgres` runs it then. */
const runner = (): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return { uid: process.getuid?.() ?? NaN, gid: process.getgid?.() ?? NaN };
  const ids = ['-u', '-g'].map((option) => spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  const [uid = NaN, gid = NaN] = ids.map(({ status, stdout }) => (status === 0 ? Number(stdout) : NaN));
  return Number.isNaN(uid) || Number.isNaN(gid) ? undefined : { uid, gid };
};
/** The PostgreSQL of this machine can be used. */
export const isPostgresqlInstalled =
  runner() !== undefined && ['postgres', 'initdb', 'pg_ctl'].every((each) => spawnSync(each, ['-V']).status === 0);

export interface RunningPostgresql {
  readonly url: string;
  readonly port: number;
  stop(): void;
}

/** Starts the PostgreSQL of this machine, with nothing in it. */
export async function startPostgresql(): Promise<RunningPostgresql> {
  const directory = mkdtempSync(join(tmpdir(), 'postgresql-'));
  const { uid, gid } = runner()!;
  chownSync(directory, uid, gid);
  const data = join(directory, 'data');
  const port = await freePort();
  const run = (command: string, ...options: readonly string[]): void => {
    execFileSync(command, [...options], { stdio: 'ignore', cwd: directory, uid, gid });
  };
  run('initdb', '-D', data, '-U', 'postgres', '--auth', 'trust');
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${directory}`;
  run('pg_ctl', '-D', data, '-w', '-l', join(directory, 'log'), '-o', options, 'start');
  return {
    port,
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    stop: () => {
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

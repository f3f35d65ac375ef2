import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { z } from 'zod';

/**
 * An empty database in memory. Creating one occupies a processor for two seconds; so the first is kept in a file, and unpacked from then on in a
 * quarter of the time and half of the memory.
 * @param file where it is kept; by default in the cache of the installed packages, one for each version of PGlite
 */
export async function emptyDatabase(file = keptFile()): Promise<PGlite> {
  const kept = await unpacked(file);
  if (kept !== undefined) return kept;
  const created = await PGlite.create();
  await keep(created, file);
  return created;
}

/** A file that is no database is as good as none, and is made anew. */
async function unpacked(file: string): Promise<PGlite | undefined> {
  try {
    const archive = await promisify(gunzip)(await readFile(file));
    return await PGlite.create({ loadDataDir: new Blob([archive], { type: 'application/x-tar' }) });
  } catch {
    return undefined;
  }
}

/** Where it cannot be kept, the next one is created again. */
async function keep(database: PGlite, file: string): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  try {
    const archive = await database.dumpDataDir('none');
    const content = await promisify(gzip)(await archive.arrayBuffer(), { level: constants.Z_BEST_SPEED });
    await mkdir(dirname(file), { recursive: true });
    await writeFile(unfinished, content);
    await rename(unfinished, file);
  } catch {
    await rm(unfinished, { force: true }).catch(() => undefined);
  }
}

function keptFile(): string {
  const pglite = join(dirname(require.resolve('@electric-sql/pglite')), '..');
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(pglite, 'package.json'), 'utf8')));
  return join(pglite, '..', '..', '.cache', 'eservices-lb', `empty-database-${version}.tar.gz`);
}

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const compiled = join(__dirname, '../../packages/servers/dist/database-server/empty-database.js');
const program = `
  require(${JSON.stringify(compiled)}).emptyDatabase(process.argv[1]).then(async (database) => {
    const tables = await database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace");
    await database.exec('CREATE TABLE chat (id text)');
    console.log(tables.rows.length);
    process.exit();
  });`;

/** In a process of its own: PGlite loads itself in a way that Jest does not allow. */
async function tablesOfEmptyDatabase(file: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program, file]);
  return Number(stdout);
}

describe('an empty database', () => {
  const directory = mkdtempSync(join(tmpdir(), 'empty-database-'));
  const file = join(directory, 'cache', 'empty.tar.gz');
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it('is kept when it is created first, and is empty again whatever was done to the first', async () => {
    expect(await tablesOfEmptyDatabase(file)).toBe(0);
    const keptAt = statSync(file).mtimeMs;

    expect(await tablesOfEmptyDatabase(file)).toBe(0);
    expect(statSync(file).mtimeMs).toBe(keptAt);
  }, 90_000);

  it('is created anew where the kept file is damaged, and the file is mended', async () => {
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, 1000));

    expect(await tablesOfEmptyDatabase(file)).toBe(0);
    expect(statSync(file).size).toBeGreaterThan(whole.length / 2);
  }, 90_000);
});

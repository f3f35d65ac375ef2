import { createHash, randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import type { LastView } from '../source/last-view.js';
import type { Application, Options } from '../wire/application.js';
import { snapshotSchema } from '../wire/snapshot.js';
import type { SnapshotMessage } from '../wire/snapshot.js';

const format = 'eservices-lb view 1';
/** A file larger than this is not ours. Bytes. */
const largest = 256 * 1024 * 1024;

/**
 * The last view in a file: a line with the SHA-256 of the rest, and the view as JSON. Only the owner may read it; what starts an application, annexes and
 * options whose names speak of secrets are left out. It is replaced in one step, so that a crash leaves the old file or the new one.
 */
export function viewFile(path: string): LastView {
  return {
    async read() {
      try {
        if ((await stat(path)).size > largest) throw new Error(`it is larger than ${largest} bytes`);
        return { snapshot: decode(await readFile(path, 'utf8')) };
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        return { warning: `The last view in ${path} is not used: ${messageOf(error)}.` };
      }
    },
    async write(snapshot) {
      try {
        await replaceFile(path, encode(snapshot));
        return undefined;
      } catch (error) {
        return `The last view could not be written to ${path}: ${messageOf(error)}. The next start will not know it.`;
      }
    },
  };
}

function encode(snapshot: SnapshotMessage): string {
  const body = JSON.stringify({ ...snapshot, applications: snapshot.applications.map(withoutSecrets) });
  return `${format} sha256=${sha256(body)}\n${body}`;
}

function decode(text: string): SnapshotMessage {
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  if (text.slice(0, end) !== `${format} sha256=${sha256(body)}`) throw new Error('its checksum does not match');
  return snapshotSchema.parse(JSON.parse(body));
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const speaksOfSecrets = /passw|passphrase|secret|token|credential|(?:api|private|access)[-_ ]?key/i;

function withoutSecrets(application: Application): Application {
  const sections = Object.entries(application.options).map(([section, keys]) => [
    section,
    Object.fromEntries(Object.entries(keys).filter(([key]) => !speaksOfSecrets.test(key))),
  ]);
  return { ...application, annex: {}, startInfo: undefined, options: Object.fromEntries(sections) as Options };
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

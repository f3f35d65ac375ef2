import { createHash } from 'node:crypto';
import type { Application, Options } from '../wire/application.js';
import { snapshotSchema } from '../wire/snapshot.js';
import type { SnapshotMessage } from '../wire/snapshot.js';

const format = 'eservices-lb view 1';

/** The text of a file that keeps the view, without secrets. */
export function writeView(snapshot: SnapshotMessage): string {
  const body = JSON.stringify({ ...snapshot, applications: snapshot.applications.map(withoutSecrets) });
  return `${format} sha256=${sha256(body)}\n${body}`;
}

/** @throws Error where it was not written whole by us, ZodError where it is no view */
export function readView(text: string): SnapshotMessage {
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

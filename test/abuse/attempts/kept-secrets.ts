import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Attempt } from '../attempt.js';
import { secretOfApplication, stateDirectoryOf } from '../estate-secrets.js';
import type { Stage } from '../stage.js';

/** Every secret of the estate, by its name. */
export const secretsByName = ({ secrets, estate, victim }: Stage): Readonly<Record<string, string>> => ({
  'the service secret': secrets.service,
  ...Object.fromEntries(secrets.aliasKeys.split(',').map((key, index) => [`alias key ${index + 1}`, key])),
  'the password of the agents': secrets.agentPassword,
  'the master secret': secrets.masterSecret,
  'the secret of ChatServer_1': secretOfApplication(secrets, 'ChatServer_1'),
  'the operator’s token': estate.ready.token,
  'the victim’s secure key': victim.chat.secureKey,
  'what the victim said': victim.canary,
});

export const found = (stage: Stage, text: string): readonly string[] =>
  Object.entries(secretsByName(stage))
    .filter(([, secret]) => text.includes(secret))
    .map(([name]) => name);

const none = 'none';
const named = (names: readonly string[]): string => (names.length === 0 ? none : names.join(', '));

export const keptSecrets: readonly Attempt[] = [
  {
    ...{
      who: 'neighbour',
      attempt: 'looks for secrets in the command lines of all processes',
      surface: 'process list',
    },
    expected: none,
    play: (stage) =>
      Promise.resolve(named(found(stage, execFileSync('ps', ['-eo', 'args', '-ww'], { encoding: 'utf8' })))),
  },
  {
    who: 'neighbour',
    attempt: 'reads the state of the estate under another account of the machine',
    ...{ surface: 'state directory', expected: 'nobody but the owner may' },
    play: ({ estate }) => {
      const directory = stateDirectoryOf(estate);
      const all = readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => join(directory, name));
      const open = [directory, ...all].filter((file) => (statSync(file).mode & 0o077) !== 0);
      return Promise.resolve(open.length === 0 ? 'nobody but the owner may' : open.join(', '));
    },
  },
  {
    ...{
      who: 'neighbour',
      attempt: 'looks for secrets in the logs, after all that is above',
      surface: 'logs, audit trail',
    },
    expected: none,
    play: (stage) => {
      const directory = stateDirectoryOf(stage.estate);
      const logs = readdirSync(join(directory, 'logs')).map((name) => join(directory, 'logs', name));
      const text = [...logs, join(directory, 'audit.jsonl')].map((file) => readFileSync(file, 'utf8')).join('\n');
      return Promise.resolve(named(found(stage, text)));
    },
  },
];

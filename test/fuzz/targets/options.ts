import fc from 'fast-check';
import { InvalidOptionError } from '@eservices-lb/sdk';
import { resolveOptions } from '../../../packages/sdk/src/resolve-options.js';
import { hold } from '../../oracles/hold.js';
import { expectRefusal } from '../expectations.js';
import type { TextTarget } from '../fuzz-target.js';
import { anyJson, nastyText } from '../shapes/nasty-text.js';
import { maybe, nearly } from '../shapes/nearly.js';

const ms = maybe(fc.constantFrom(0, 1, -1, 60_000, 2 ** 31 - 1, 2 ** 31, 0.5, 1e308));
const key = fc.constantFrom(Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(31).toString('base64'), '');

/** Options as a configuration file in JSON might give them. */
export const options: TextTarget = {
  name: 'options',
  property: 'options are taken whole, or INVALID_OPTION names the one that is wrong, and shows no token and no key',
  reads: 'text',
  dictionary: [
    '"scs":["http://localhost:8001"]',
    '"application":"web-1"',
    'http://',
    'https://[::1]',
    '"tls":{}',
    '"policy":{}',
  ],
  shaped: nearly({
    application: fc.constantFrom('web-1', '', '__proto__'),
    scs: fc.oneof(fc.constant(['http://localhost:8001']), fc.array(nastyText, { maxLength: 2 })),
    ...{ gracePeriodMs: ms, failbackDelayMs: ms, silenceLimitMs: ms, connectLimitMs: ms, maxConnectionAgeMs: ms },
    ...{ emptySnapshotGuardMs: ms, connectTimeoutMs: ms, maxSocketAgeMs: ms, maxAliases: maybe(fc.integer()) },
    ...{
      token: maybe(nastyText),
      viewFile: maybe(nastyText),
      transport: maybe(fc.constantFrom('undici', 'node', 'x')),
    },
    ...{ aliasKeys: fc.array(key, { minLength: 1, maxLength: 2 }), maxConcurrency: maybe(fc.integer()) },
    ...{ policy: maybe(anyJson), onInstanceGone: maybe(anyJson), clock: maybe(anyJson), source: maybe(anyJson) },
    maxAttempts: maybe(fc.integer()),
  }).map((given) => JSON.stringify(given)),
  oracle: (input) => {
    let given: unknown;
    try {
      given = JSON.parse(input);
    } catch {
      return 'refused';
    }
    const secrets = secretsOf(given);
    const known = ownKeys(given);
    if (!known.has('aliasKeys') && typeof given === 'object' && given !== null)
      Object.assign(given, { aliasKeys: undefined });
    try {
      const resolved = resolveOptions(quiet(given) as never);
      hold(Object.isFrozen(resolved), 'the options can be changed');
      for (const [name, value] of Object.entries(resolved)) {
        if (name.endsWith('Ms'))
          hold(typeof value === 'number' && value >= 0 && value < 2 ** 31, `${name} is no time to wait`);
      }
      return 'taken';
    } catch (error) {
      const { option, message } = expectRefusal(error, InvalidOptionError);
      hold(option !== '', 'the refusal does not name the option');
      for (const secret of secrets) hold(!message.includes(secret), 'the refusal shows a secret');
      return 'refused';
    }
  },
};

/** Nothing is printed while a million are played. */
const quiet = (given: unknown): unknown =>
  typeof given === 'object' && given !== null && !Array.isArray(given) && !ownKeys(given).has('onWarning')
    ? { ...given, onWarning: () => undefined }
    : given;

const ownKeys = (given: unknown): ReadonlySet<string> =>
  new Set(typeof given === 'object' && given !== null ? Object.keys(given) : []);

/** Long enough to be recognised. */
function secretsOf(given: unknown): readonly string[] {
  if (typeof given !== 'object' || given === null) return [];
  const { token, aliasKeys } = given as { readonly token?: unknown; readonly aliasKeys?: unknown };
  return [token, ...(Array.isArray(aliasKeys) ? (aliasKeys as readonly unknown[]) : [aliasKeys])].filter(
    (secret): secret is string => typeof secret === 'string' && secret.length > 20,
  );
}

import type { Clock } from '@eservices-lb/sdk';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { StateDirectory } from '../agent/state-directory.js';
import { AccessTokens } from './access-tokens.js';
import { AuditTrail } from './audit-trail.js';
import { ConsoleSessions } from './console-sessions.js';
import { failureLimit } from './failure-limit.js';
import type { FailureLimit } from './failure-limit.js';
import { TokenFile } from './token-file.js';

const failuresAMinute = 30;
const startsRemembered = 3;

export interface AccessOptions {
  readonly state: StateDirectory;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error'>;
  /** The operator's token; made up where not given. */
  readonly token?: string;
  /** Where the tokens are that operators made by command. @defaultValue `tokens.jsonl` in the state directory */
  readonly tokensFile?: string;
}

/** Everything that decides who may do what, and remembers who did. */
export interface Access {
  /** May do everything. */
  readonly operatorToken: string;
  readonly tokens: AccessTokens;
  readonly sessions: ConsoleSessions;
  readonly failures: FailureLimit;
  readonly audit: AuditTrail;
  close(): void;
}

export const usualTokensFile = (state: StateDirectory): string => join(state.path, 'tokens.jsonl');

/** @throws TokenFileError */
export function createAccess({ state, clock, log, token, tokensFile }: AccessOptions): Access {
  const file = new TokenFile(tokensFile ?? usualTokensFile(state));
  file.check();
  const tokens = new AccessTokens({ state, clock, file });
  const sessions = new ConsoleSessions(clock);
  const failures = failureLimit(failuresAMinute);
  const operator = { name: 'operator', role: 'configure' } as const;
  if (token !== undefined) tokens.give(token, operator);
  return {
    // Those of the last starts stay good, so that a restart does not shut out who is at work.
    operatorToken: token ?? tokens.issue({ ...operator, keep: startsRemembered }),
    tokens,
    sessions,
    failures,
    audit: new AuditTrail(join(state.path, 'audit.jsonl'), log),
    close() {
      sessions.close();
      failures.close();
    },
  };
}

import { createHash, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Scope } from '../tenant-of-request.js';

/** Somebody who answers customers. */
export interface Agent {
  readonly username: string;
  readonly nickname: string;
  /** Whose work the agent may see. */
  readonly tenants: readonly string[];
}

export interface AgentAccountsOptions {
  readonly scope: Scope;
  /** The password of accounts without one of their own. Without it, these cannot log in. */
  readonly password: string | undefined;
}

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const hashLength = 32;
const hashFormat = /^scrypt:([\w-]+):([\w-]+)$/;

/**
 * The agents of an estate: sections `agent.<username>` of the Web API Server's application, with the options `nickname`, `tenants` (separated
 * by commas) and `password-hash` (`scrypt:<salt>:<hash>`, both base64url).
 */
export class AgentAccounts {
  readonly #options: AgentAccountsOptions;

  constructor(options: AgentAccountsOptions) {
    this.#options = options;
  }

  /** The account as configured now: who lost it has no session any more. */
  find(username: string): Agent | undefined {
    const options = this.#section(username);
    if (options === undefined) return undefined;
    const tenants = (options.tenants ?? '').split(',').map((one) => one.trim());
    return { username, nickname: options.nickname ?? username, tenants: tenants.filter((one) => one !== '') };
  }

  /** The agent, where the password is the right one. Takes the same time for an account that does not exist. */
  async prove(username: string, password: string): Promise<Agent | undefined> {
    const [, salt, hash] = hashFormat.exec(this.#section(username)?.['password-hash'] ?? '') ?? [];
    const derived = await derive(password, Buffer.from(salt ?? 'nobody', 'base64url'), hashLength);
    const isProven = hash === undefined ? this.#isCommonPassword(username, password) : isSame(derived, hash);
    return isProven ? this.find(username) : undefined;
  }

  #isCommonPassword(username: string, password: string): boolean {
    const common = this.#options.password;
    const isRight = timingSafeEqual(digest(password), digest(common ?? ''));
    const hasOwn = this.#section(username)?.['password-hash'] !== undefined;
    return isRight && common !== undefined && common !== '' && !hasOwn;
  }

  #section(username: string): Readonly<Record<string, string>> | undefined {
    const { configuration, application } = this.#options.scope;
    const options = configuration.application(application)?.options ?? {};
    const name = `agent.${username}`;
    return Object.hasOwn(options, name) ? options[name] : undefined;
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function isSame(derived: Buffer, hash: string): boolean {
  const expected = Buffer.from(hash, 'base64url');
  return expected.length === derived.length && timingSafeEqual(expected, derived);
}

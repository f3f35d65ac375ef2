import type { Clock } from '@eservices-lb/sdk';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { portBase } from '../estate/port-base.js';
import { stateDirectoryAt } from '../estate/state-directory-at.js';
import { usualTokensFile } from './access.js';
import { roleSchema } from './role.js';
import type { Role } from './role.js';
import { TokenFileError } from './token-file-error.js';
import { TokenFile } from './token-file.js';
import { newToken, tokenRecord } from './token-record.js';

interface TokenOptions {
  readonly role?: Role;
  readonly name?: string;
  readonly revoke?: string;
  readonly list?: true;
  readonly tokens?: string;
  readonly portBase: number;
}

export interface TokenCommandTools {
  readonly clock: Clock;
  readonly output: NodeJS.WritableStream;
  /** What is said besides, so that the output is the token and nothing else. */
  readonly remarks: NodeJS.WritableStream;
}

/**
 * `token --role read --name ci` makes a token and prints it, once and for all; `--list` and `--revoke` do what they say. A running control
 * server knows of it at its next request.
 * @returns the exit code
 */
export function tokenCommand(argv: readonly string[], tools: TokenCommandTools): number {
  const command = new Command('token')
    .description('Makes a bearer token for the control server; prints it once, and keeps only its hash.')
    .addOption(new Option('--role <role>', 'what it allows').choices(roleSchema.options))
    .option('--name <name>', 'who it is for; a new token of the same name takes the place of the old one', tokenName)
    .option('--revoke <name>', 'takes back the token of that name')
    .option('--list', 'prints names and roles')
    .option('--tokens <file>', 'where the hashes are kept, if not in the state directory')
    .option('--port-base <number>', 'of the estate that it is for', portBase, 8000)
    .allowExcessArguments(false)
    .showHelpAfterError()
    .exitOverride();
  try {
    const options = command.parse([...argv], { from: 'user' }).opts<TokenOptions>();
    const file = new TokenFile(options.tokens ?? usualTokensFile(stateDirectoryAt(options.portBase)));
    file.check();
    return run(options, file, tools) ?? mistake(command, tools);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof TokenFileError)) throw error;
    tools.remarks.write(`${error.message}\n`);
    return 1;
  }
}

function run(
  { role, name, revoke, list }: TokenOptions,
  file: TokenFile,
  tools: TokenCommandTools,
): number | undefined {
  const { clock, output, remarks } = tools;
  const at = clock.wallClock();
  if (list === true) {
    for (const each of file.records) output.write(`${each.name}\t${each.role}\t${each.createdAt}\n`);
    return 0;
  }
  if (revoke !== undefined) {
    if (!file.records.some((each) => each.name === revoke)) {
      remarks.write(`${file.path} has no token "${revoke}".\n`);
      return 1;
    }
    file.revoke(revoke, new Date(at).toISOString());
    return 0;
  }
  if (role === undefined || name === undefined) return undefined;
  const token = newToken();
  file.add(tokenRecord(token, { name, role, at }));
  output.write(`${token}\n`);
  remarks.write(`This token of "${name}" is shown only now; ${file.path} keeps its hash.\n`);
  return 0;
}

function mistake(command: Command, { remarks }: TokenCommandTools): number {
  remarks.write(`error: give --role and --name, or --revoke, or --list\n\n${command.helpInformation()}`);
  return 2;
}

function tokenName(text: string): string {
  if (/^[\w.@-]{1,64}$/.test(text) && text !== 'operator') return text;
  throw new InvalidArgumentError('It must have 1 to 64 letters, digits or . _ @ -, and "operator" is taken.');
}

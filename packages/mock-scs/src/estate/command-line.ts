import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { portBase } from './port-base.js';

export interface EstateOptions {
  /** A scenario's name, or the path of a configuration file. */
  readonly scenario: string;
  readonly portBase: number;
  readonly readyFile?: string;
  readonly host: string;
  readonly token?: string;
  /** Where the tokens are that `token` made. */
  readonly tokens?: string;
  /** A PostgreSQL database that keeps changes of the configuration, in place of the state directory. */
  readonly database?: string;
  readonly fresh?: boolean;
}

/**
 * Reads the command line of `npm start`.
 * @returns the exit code where there is nothing to start: 0 after `--help`, 2 after a mistake, which has been told on stderr
 */
export function readCommandLine(argv: readonly string[]): EstateOptions | number {
  const command = new Command('npm start --')
    .description('Brings up an estate: the control server, and every application of the scenario.')
    .option('--scenario <name or file>', 'the configuration to start', 'demo')
    .option('--port-base <number>', 'moves every port: 8000 becomes this, 8080 this + 80, and so on', portBase, 8000)
    .option('--ready-file <file>', 'written (JSON: pid, token, urls, processes) once everything is running')
    .option('--host <address>', 'where the control server listens', '127.0.0.1')
    .option('--token <token>', 'bearer token that may do everything; made up where not given', token)
    .option('--tokens <file>', 'further tokens, made by the command "token"; usually those in the state directory')
    .option(
      '--database <url>',
      'keeps changes of the configuration in PostgreSQL, not in the state directory',
      databaseUrl,
    )
    .option('--fresh', 'begins from the scenario anew; changes that are saved are set aside')
    .allowExcessArguments(false)
    .showHelpAfterError()
    .exitOverride();
  try {
    return command.parse([...argv], { from: 'user' }).opts<EstateOptions>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}

function databaseUrl(text: string): string {
  if (URL.canParse(text) && /^postgres(?:ql)?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('It must be like postgresql://user:password@host:5432/database.');
}

function token(text: string): string {
  if (/^[\w\-.~+/=]{8,512}$/.test(text)) return text;
  throw new InvalidArgumentError('It must have 8 to 512 letters, digits or -._~+/=.');
}

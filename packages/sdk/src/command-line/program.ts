import { Command, InvalidArgumentError, Option } from 'commander';
import type { Clock } from '../time/clock.js';
import type { ExitCode } from './exit-code.js';
import { explainCommand } from './explain-command.js';
import { isHttpUrl } from './http-url.js';
import { packageVersion } from './package-version.js';
import { pickCommand } from './pick-command.js';
import type { PickOptions } from './pick-command.js';
import type { RequestOptions } from './server-options.js';
import type { Terminal } from './terminal.js';
import { validateCommand } from './validate-command.js';
import type { ValidateOptions } from './validate-command.js';
import { watchCommand } from './watch-command.js';
import type { WatchOptions } from './watch-command.js';

export interface ProgramTools {
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Told how the command ended. */
  readonly onEnd: (code: ExitCode) => void;
}

/** The commands, their options and their help. */
export function program({ terminal, clock, signal, onEnd }: ProgramTools): Command {
  const root = new Command('eservices-lb')
    .description('Validates configurations, and shows how requests are balanced.')
    .version(packageVersion())
    .showHelpAfterError('(eservices-lb --help says more)')
    .exitOverride();

  root
    .command('validate')
    .argument('<place>', 'a YAML or JSON file, or a URL; that of a control server stands for what it holds')
    .description('What is wrong with a configuration.')
    .addOption(new Option('--format <format>', 'of the output').choices(['text', 'json', 'sarif']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--sarif <file>', 'writes the findings to a file in SARIF 2.1.0 as well')
    .addOption(tokenOption())
    .addHelpText('after', '\nExit codes: 0 no errors, 1 errors, 2 it cannot be read.')
    .action(async (place: string, options: ValidateOptions & { readonly json?: boolean }) => {
      const format = options.json === true ? 'json' : options.format;
      onEnd(await validateCommand(place, { ...options, format }, terminal));
    });

  withRequest(root.command('explain'))
    .description('Every candidate of a request, and why it is or is not selectable.')
    .addHelpText('after', '\nExit codes: 0 one is selectable, 1 none is, 2 the control server tells nothing.')
    .action(async (options: RequestOptions) => {
      onEnd(await explainCommand(options, terminal));
    });

  withRequest(root.command('pick'))
    .description('Which instances requests would be given, and the share of each.')
    .option('--count <number>', 'how many requests', wholeNumber, 10)
    .addHelpText('after', '\nExit codes: 0 done, 1 there is no instance to pick, 2 the control server tells nothing.')
    .action(async (options: PickOptions) => {
      onEnd(await pickCommand(options, terminal));
    });

  withServer(root.command('watch'))
    .description('A line for each change of a status or of the configuration, until Ctrl-C.')
    .option('--tenant <name>', 'only applications of this tenant')
    .option('--type <type>', 'only applications of this type')
    .action(async (options: WatchOptions) => {
      onEnd(await watchCommand(options, { terminal, clock, signal }));
    });
  return root;
}

const tokenOption = (): Option =>
  new Option('--token <token>', 'bearer token of the control server').env('ESERVICES_TOKEN');

const withServer = (command: Command): Command =>
  command
    .addOption(
      new Option('--scs <urls>', 'control servers, primary first, separated by commas')
        .env('ESERVICES_SCS')
        .argParser(urls)
        .makeOptionMandatory(),
    )
    .addOption(tokenOption())
    .option('--json', 'for programs');

const withRequest = (command: Command): Command =>
  withServer(command)
    .requiredOption('--application <name>', 'whose view of the estate: a Web API Server')
    .requiredOption('--tenant <name>', 'for whom')
    .requiredOption('--type <type>', 'which kind of server: ChatServer, say')
    .option('--cluster <name>', 'only what this Application Cluster reaches')
    .option('--service <name>', 'only what is connected as this service')
    .option('--timeout <seconds>', 'how long to wait for the control server', wholeNumber, 5);

function urls(text: string): readonly string[] {
  const all = text.split(',').map((url) => url.trim());
  if (all.every(isHttpUrl)) return all;
  throw new InvalidArgumentError('Give http or https URLs.');
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 1_000_000) return number;
  throw new InvalidArgumentError('It must be a whole number from 1 to 1000000.');
}

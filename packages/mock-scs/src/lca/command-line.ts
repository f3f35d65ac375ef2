import { Command, CommanderError, InvalidArgumentError } from 'commander';

/** What the Local Control Agent says to every application that it starts. */
export interface CommandLine {
  /** The name of the application in the configuration. */
  readonly name: string;
  /** Base URLs of Solution Control Server, primary first. */
  readonly scs: readonly string[];
}

/** Reads `--name NAME --scs URL[,URL]`; anything else prints the usage and ends the process with exit code 2. */
export function parseCommandLine(argv: readonly string[], description: string): CommandLine {
  const command = new Command()
    .description(description)
    .requiredOption('--name <name>', 'name of this application in the configuration')
    .requiredOption('--scs <urls>', 'base URLs of Solution Control Server, primary first, separated by commas', urls)
    .allowExcessArguments(false)
    .showHelpAfterError()
    .exitOverride();
  try {
    return command.parse([...argv]).opts<CommandLine>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exit(error.exitCode === 0 ? 0 : 2);
  }
}

function urls(value: string): readonly string[] {
  const all = value.split(',').map((url) => url.trim());
  if (all.every((url) => URL.canParse(url) && /^https?:/.test(url))) return all;
  throw new InvalidArgumentError('Give http or https URLs.');
}

import { CommanderError } from 'commander';
import { LoadBalancerError } from '../errors/load-balancer-error.js';
import { systemClock } from '../time/system-clock.js';
import { exitCode, ImpossibleCommandError } from './exit-code.js';
import { program } from './program.js';
import { terminal } from './terminal.js';

/** Longer than anybody watches. */
const forEverMs = 2 ** 31 - 1;

/** Ends with an exit code, never by force, so that everything written arrives. */
async function main(): Promise<void> {
  const ending = new AbortController();
  const { stdout, stderr, env } = process;
  const tools = terminal(stdout, stderr, env);
  const end = (): void => {
    ending.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  stdout.on('error', end); // Nobody reads any more: `eservices-lb watch | head`.
  // While the control server is away, nothing else would keep the process alive.
  const release = systemClock.after(forEverMs, () => undefined, { keepAlive: true });
  const onEnd = (code: number): void => {
    process.exitCode = code;
  };
  try {
    await program({ terminal: tools, clock: systemClock, signal: ending.signal, onEnd }).parseAsync(process.argv);
  } catch (error) {
    process.exitCode = codeOf(error);
    if (isTold(error)) tools.complain(`eservices-lb: ${error.message}`);
    else if (!(error instanceof CommanderError)) throw error;
  } finally {
    release();
  }
}

const isTold = (error: unknown): error is Error =>
  error instanceof ImpossibleCommandError || error instanceof LoadBalancerError;

/** Asking for help is no mistake. */
const codeOf = (error: unknown): number =>
  error instanceof CommanderError && error.exitCode === 0 ? exitCode.done : exitCode.impossible;

void main();

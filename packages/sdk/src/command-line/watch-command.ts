import { Directory } from '../core/directory/directory.js';
import { changesBetween } from './estate-changes.js';
import type { EstateChange } from './estate-changes.js';
import { scsSource } from '../edge/scs-source.js';
import type { Clock } from '../time/clock.js';
import { exitCode } from './exit-code.js';
import type { ExitCode } from './exit-code.js';
import type { ServerOptions } from './server-options.js';
import type { Style, Terminal } from './terminal.js';

export interface WatchOptions extends ServerOptions {
  readonly json?: boolean;
  readonly tenant?: string;
  readonly type?: string;
}

export interface WatchTools {
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

/** Prints a line for each change of a status or of the configuration, until the signal aborts. */
export async function watchCommand(options: WatchOptions, { terminal, clock, signal }: WatchTools): Promise<ExitCode> {
  const print = (change: EstateChange): void => {
    if (!isWanted(change, options)) return;
    const at = new Date(clock.wallClock()).toISOString();
    if (options.json === true) terminal.print(JSON.stringify({ at, ...change }));
    else terminal.print(`${terminal.paint('dim', at)}  ${terminal.paint(styleOf(change), change.text)}`);
  };
  const directory = new Directory(
    () => clock.now(),
    () => undefined,
  );
  const { scs, token } = options;
  for await (const event of scsSource({ urls: scs, token, clock }).events(signal)) {
    const before = directory.snapshot;
    directory.apply(event);
    for (const change of changesBetween(before, directory.snapshot, event)) print(change);
  }
  return exitCode.done;
}

/** What is about no application (a lost connection, a tenant) is always told. */
function isWanted({ about }: EstateChange, { tenant, type }: WatchOptions): boolean {
  if (about === undefined) return true;
  return (type === undefined || about.type === type) && (tenant === undefined || about.tenants.includes(tenant));
}

function styleOf({ change, status }: EstateChange): Style {
  if (change === 'lost' || change === 'warning') return 'red';
  if (status === 'running') return 'green';
  return status === undefined ? 'cyan' : 'yellow';
}

#!/usr/bin/env node
import { TokenFileError } from './access/token-file-error.js';
import { tokenCommand } from './access/token-command.js';
import { systemClock } from '@eservices-lb/sdk';
import { ConfigurationFileError } from '@eservices-lb/sdk/rules';
import { UnknownScenarioError } from './configuration/scenario-file.js';
import { BusyPortsError } from './estate/busy-ports-error.js';
import { endBackup } from './estate/end-backup.js';
import { EstateTakenError } from './estate/estate-taken-error.js';
import { readCommandLine } from './estate/command-line.js';
import type { EstateOptions } from './estate/command-line.js';
import { FailedStartError } from './estate/failed-start-error.js';
import { runEstate } from './estate/run-estate.js';
import { SharedPortsError } from './estate/shared-ports-error.js';
import { stateDirectoryAt } from './estate/state-directory-at.js';
import { whenParentEnds } from './estate/when-parent-ends.js';
import { UnusableStoreError } from './persistence/unusable-store-error.js';
import type { MockScs } from './mock-scs.js';

const [first, ...rest] = process.argv.slice(2);
const options =
  first === 'token'
    ? tokenCommand(rest, { clock: systemClock, output: process.stdout, remarks: process.stderr })
    : readCommandLine(process.argv.slice(2));
if (typeof options === 'number') process.exitCode = options;
else main(options);

function main(estate: EstateOptions): void {
  let scs: MockScs | undefined;
  let isEnding = false;

  const end = async (code: number): Promise<void> => {
    isEnding = true;
    if (estate.pair === true) await endBackup(stateDirectoryAt(estate.portBase), systemClock);
    await scs?.close();
    process.exit(code);
  };
  const onSignal = (): void => {
    if (isEnding) {
      scs?.agent.killAll(); // asked a second time: no more patience
      return;
    }
    process.stderr.write('\nEnding everything …\n');
    void end(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  if (process.env.npm_lifecycle_event === 'start') whenParentEnds(systemClock, onSignal);
  process.stdout.on('error', () => undefined); // the terminal is gone; SIGHUP says so too
  process.stderr.on('error', () => undefined);
  process.on('uncaughtException', (error) => {
    process.stderr.write(`mock-scs failed: ${error.stack ?? error.message}\n`);
    scs?.agent.killAll();
    process.exit(1);
  });

  const tools = {
    clock: systemClock,
    output: process.stdout,
    onStarted: (started: MockScs) => {
      scs = started;
    },
  };
  runEstate(estate, tools).catch((error: unknown) => {
    if (isEnding) return;
    process.stderr.write(`${explain(error)}\n`);
    void end(1);
  });
}

/** What the operator can mend is told plainly; anything else is a fault of ours, and shows where. */
function explain(error: unknown): string {
  const isPlain =
    error instanceof ConfigurationFileError ||
    error instanceof UnknownScenarioError ||
    error instanceof BusyPortsError ||
    error instanceof SharedPortsError ||
    error instanceof EstateTakenError ||
    error instanceof FailedStartError ||
    error instanceof TokenFileError ||
    error instanceof UnusableStoreError ||
    error instanceof RangeError;
  if (isPlain) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

import type { Clock, Random } from '@eservices-lb/sdk';
import type { Application } from '@eservices-lb/sdk/wire';
import type { Logger } from 'pino';
import type { CaptureTally } from './capture-tally.js';
import type { Statements } from '../../database/statements.js';
import type { Intake } from './intake/intake.js';

/** What a Capture Point of any kind finds around itself when it starts. */
export interface CapturePointSurroundings {
  /** With the options that it runs with. */
  readonly application: Application;
  /** The DBID of the primary of its pair: the same on both servers, and for no other Capture Point. */
  readonly pair: number;
  readonly intake: Pick<Intake, 'take'>;
  readonly tally: CaptureTally;
  /** The database of its Interaction Server. */
  readonly database: Statements;
  /** Where relative paths begin. */
  readonly directory: string;
  /** The variables of the process's environment, for secrets. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** A Capture Point that captures. */
export interface RunningCapturePoint {
  /** Resolves with the reason where it ends by itself; it is then started again. */
  readonly lost?: Promise<Error>;
  /** Ends it; what is in hand is finished, or left to whoever comes next. */
  close(): Promise<void>;
}

/**
 * Starts a Capture Point of one kind; it captures when the promise resolves.
 * @throws CapturePointOptionError where its options are wrong; any other error where it is worth another try
 */
export type StartCapturePoint = (surroundings: CapturePointSurroundings) => Promise<RunningCapturePoint>;

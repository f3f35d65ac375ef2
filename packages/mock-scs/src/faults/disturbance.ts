import type { Clock, Random } from '@eservices-lb/sdk';
import type { EstateSnapshot } from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import type { Frame } from '../api/event-frames.js';
import type { Opening } from '../api/event-stream.js';
import type { StreamOutput } from '../api/stream-output.js';
import type { Problem } from '../api/problem.js';
import type { World } from '../control/world.js';

const longestMs = 3_600_000;

export const durationSchema = z.int().min(1).max(longestMs);
export const probabilitySchema = z.number().min(0).max(1).default(1);

/** Stands between the control server and one event stream. */
export interface Link {
  send(frame: Frame): void;
  /** The fault is over, or the stream is: what was held back goes on, and nothing is held any more. */
  release(): void;
}

export interface LinkPlace {
  readonly stream: StreamOutput;
  /** The stream was opened while the fault was on already. */
  readonly isNew: boolean;
  /** Towards the client. */
  readonly next: (frame: Frame) => void;
}

/** What a fault does while it is on. Each part stands before what would happen without it. */
export interface Disturbance {
  /** In words, as it goes on in "Fault 3 is on: …". */
  readonly effect: string;
  /** Called once, when the fault is on. */
  readonly begin?: () => void;
  /** Of a stream that is opened. */
  readonly opening?: (usual: Opening) => Opening;
  /** Of every stream that is open or is opened. */
  readonly link?: (place: LinkPlace) => Link;
  /** Of a request for the snapshot. */
  readonly snapshot?: (usual: EstateSnapshot) => EstateSnapshot;
  /** Thrown instead of answering a request for the snapshot, events or objects. */
  readonly refusal?: () => Problem | undefined;
}

export interface FaultTools {
  readonly world: World;
  readonly clock: Clock;
  readonly random: Random;
  /** The true snapshot, as it is now. */
  readonly snapshotFrame: () => Frame;
}

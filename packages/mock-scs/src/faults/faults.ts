import type { EstateSnapshot } from '@eservices-lb/sdk/wire';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { AttachedStream, Opening, StreamFaults } from '../api/event-stream.js';
import type { StreamOutput } from '../api/stream-output.js';
import { objectKinds, pathOfKind } from '../api/path-of-kind.js';
import { Problem } from '../api/problem.js';
import type { Disturbance, FaultTools } from './disturbance.js';
import { DisturbedStream } from './disturbed-stream.js';
import { faultKinds, faultNameSchema } from './fault-kinds.js';
import type { FaultName, FaultParameters } from './fault-kinds.js';

const mostFaults = 100;
const disturbedPaths = new Set(['snapshot', 'events', ...objectKinds.map((kind) => pathOfKind[kind])]);

/** A fault that is on. */
export const faultSchema = z.object({
  id: z.int(),
  kind: faultNameSchema,
  /** Who asked for it. */
  by: z.string(),
  /** Wall clock, ms since 1970. */
  beganAt: z.number(),
  durationMs: z.int(),
  remainingMs: z.int(),
  delayMs: z.int().optional(),
  probability: z.number().optional(),
  status: z.int().optional(),
});
export type Fault = z.infer<typeof faultSchema>;

interface Active {
  readonly fault: Omit<Fault, 'remainingMs'>;
  readonly disturbance: Disturbance;
  /** Monotonic ms. */
  readonly until: number;
  cancel: () => void;
}

/** What the control server does badly, on purpose, and for how long. */
export class Faults implements StreamFaults {
  readonly #tools: FaultTools;
  readonly #active = new Map<number, Active>();
  readonly #streams = new Set<DisturbedStream>();
  #lastId = 0;

  constructor(tools: FaultTools) {
    this.#tools = tools;
  }

  /** Those that are on, the oldest first. */
  get list(): readonly Fault[] {
    return [...this.#active.values()].map((active) => this.#viewOf(active));
  }

  /** @throws Problem (409) when too many are on */
  begin(kind: FaultName, parameters: FaultParameters, by: string): Fault {
    if (this.#active.size >= mostFaults) {
      throw new Problem(409, 'TOO_MANY_FAULTS', `${mostFaults} faults are on; end some of them first.`);
    }
    const { clock, world } = this.#tools;
    const id = ++this.#lastId;
    const disturbance = faultKinds[kind].disturb(parameters, this.#tools);
    const active: Active = {
      fault: { id, kind, by, beganAt: clock.wallClock(), ...parameters },
      disturbance,
      until: clock.now() + parameters.durationMs,
      cancel: clock.after(parameters.durationMs, () => this.end(id)),
    };
    // Told before it is on, for it may be the last that is heard for a while.
    const message = `Fault ${id} (${kind}) is on for ${parameters.durationMs} ms: ${disturbance.effect}.`;
    world.notify({ level: 'warning', code: 'FAULT_ON', message });
    this.#active.set(id, active);
    disturbance.begin?.();
    for (const stream of [...this.#streams]) this.#disturb(stream, active, { isNew: false });
    return this.#viewOf(active);
  }

  /** Says whether it was on. */
  end(id: number): boolean {
    const active = this.#active.get(id);
    if (active === undefined) return false;
    active.cancel();
    this.#active.delete(id);
    for (const stream of this.#streams) stream.remove(id);
    const message = `Fault ${id} (${active.fault.kind}) is over.`;
    this.#tools.world.notify({ level: 'info', code: 'FAULT_OFF', message });
    return true;
  }

  endAll(): void {
    for (const id of [...this.#active.keys()]) this.end(id);
  }

  /** Ends all without a word. */
  close(): void {
    for (const { cancel } of this.#active.values()) cancel();
    this.#active.clear();
  }

  opening(usual: Opening): Opening {
    return this.#all.reduce((next, { opening }) => opening?.(next) ?? next, usual);
  }

  snapshot(usual: EstateSnapshot): EstateSnapshot {
    return this.#all.reduce((next, { snapshot }) => snapshot?.(next) ?? next, usual);
  }

  attach(stream: StreamOutput): AttachedStream {
    const disturbed = new DisturbedStream(stream);
    this.#streams.add(disturbed);
    for (const active of this.#active.values()) this.#disturb(disturbed, active, { isNew: true });
    return {
      send: (frame) => {
        disturbed.send(frame);
      },
      detach: () => {
        this.#streams.delete(disturbed);
        for (const id of this.#active.keys()) disturbed.remove(id);
      },
    };
  }

  /** Fails requests where a fault says so, but never those that end it; mounted at `/api/v1`. */
  readonly failing: RequestHandler = (request, _response, next) => {
    const isDisturbed = disturbedPaths.has(request.path.split('/')[1] ?? '');
    const refusals = isDisturbed ? this.#all.map(({ refusal }) => refusal?.()) : [];
    next(refusals.find((refusal) => refusal !== undefined));
  };

  get #all(): readonly Disturbance[] {
    return [...this.#active.values()].map(({ disturbance }) => disturbance);
  }

  #disturb(stream: DisturbedStream, { fault, disturbance }: Active, { isNew }: { readonly isNew: boolean }): void {
    const { link } = disturbance;
    if (link !== undefined) stream.add(fault.id, (next) => link({ stream, isNew, next }));
  }

  #viewOf({ fault, until }: Active): Fault {
    return { ...fault, remainingMs: Math.max(0, Math.ceil(until - this.#tools.clock.now())) };
  }
}

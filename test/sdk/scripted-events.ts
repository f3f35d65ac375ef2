import type { DirectoryEvent } from '@eservices-lb/sdk';
import type { ManualClock } from '@eservices-lb/sdk/testing';
import { setImmediate } from 'node:timers/promises';
import { EventQueue } from '../../packages/sdk/src/source/event-queue.js';

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(turns = 5): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await setImmediate();
}

/** Lets time pass in steps, so that what is scheduled on the way has its turn. */
export async function pass(clock: ManualClock, byMs: number, stepMs = byMs): Promise<void> {
  for (let passed = 0; passed < byMs; passed += stepMs) {
    clock.advance(stepMs);
    await settle(2);
  }
}

/** A stage between what the test says and what comes out of it. */
export interface Stage extends AsyncDisposable {
  readonly output: DirectoryEvent[];
  say(...events: readonly DirectoryEvent[]): Promise<void>;
}

export function aStage(through: (events: AsyncIterable<DirectoryEvent>) => AsyncIterable<DirectoryEvent>): Stage {
  const ending = new AbortController();
  const queue = new EventQueue<DirectoryEvent>();
  const output: DirectoryEvent[] = [];
  const reading = (async () => {
    for await (const event of through(queue.read(ending.signal))) output.push(event);
  })();
  return {
    output,
    async say(...events) {
      for (const event of events) queue.push(event);
      await settle();
    },
    async [Symbol.asyncDispose]() {
      ending.abort();
      await reading;
    },
  };
}

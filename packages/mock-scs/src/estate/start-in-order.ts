import type { Application } from '@eservices-lb/sdk/wire';
import type { PlannedStart } from './start-order.js';

/**
 * Starts each application as soon as those that it comes after are running, never more than `atOnce` at a time: more would only slow each other
 * down until some exceed their start time-outs. Rejects with the first failure, and starts nothing after it.
 */
export async function startInOrder(
  planned: readonly PlannedStart[],
  atOnce: number,
  start: (application: Application) => Promise<void>,
): Promise<void> {
  const running = new Set<string>();
  const starting = new Map<string, Promise<string>>();
  let waiting = planned;
  while (waiting.length > 0 || starting.size > 0) {
    const ready = waiting.filter(({ after }) => [...after].every((name) => running.has(name)));
    const next = ready.slice(0, atOnce - starting.size);
    waiting = waiting.filter((each) => !next.includes(each));
    for (const { application } of next) {
      starting.set(
        application.name,
        start(application).then(() => application.name),
      );
    }
    const started = await Promise.race(starting.values());
    starting.delete(started);
    running.add(started);
  }
}

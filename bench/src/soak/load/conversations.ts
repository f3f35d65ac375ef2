import type { Random } from '@eservices-lb/sdk';
import { asPagesDo } from '../../chats/asks-again.js';
import type { LoadRecord } from '../../chats/load-record.js';
import { Visitor } from '../../chats/visitor.js';
import type { WebNodes } from '../../chats/web-nodes.js';

export interface LoadOptions {
  readonly webNodes: WebNodes;
  readonly record: LoadRecord;
  readonly random: Random;
  /** Clock of the process, ms. */
  readonly from: number;
  readonly until: number;
}

const arrivalMs = 15_000;
const shortestMs = 15_000;
const longestMs = 60_000;
const pauseMs = 1_000;
/** Of two tenants. */
const services = ['support', 'sales'] as const;

/** So many visitors at a time, each in a chat after the other; the transcript of each is compared with what was acknowledged before the visitor leaves. */
export async function conversations(count: number, options: LoadOptions): Promise<void> {
  const numbers = { next: 0 };
  const places = Array.from({ length: count }, (_, place) => ({ place, startsAt: (place / count) * arrivalMs }));
  await Promise.all(
    places.map(async ({ place, startsAt }) => {
      await pause(startsAt);
      await oneAfterTheOther(place, numbers, options);
    }),
  );
}

async function oneAfterTheOther(
  place: number,
  numbers: { next: number },
  { webNodes, record, random, until }: LoadOptions,
): Promise<void> {
  while (performance.now() < until) {
    const number = (numbers.next += 1);
    const visitor = new Visitor({
      ...{ number, webNodes, record, asksAgain: asPagesDo },
      service: services[place % services.length] ?? 'support',
      webNode: number,
      isKeepingAlias: number % 2 === 0,
    });
    const leavesAt = performance.now() + shortestMs + random() * (longestMs - shortestMs);
    await visitor.begin();
    await visitor.talk(Math.min(leavesAt, until));
    await visitor.check();
    if (visitor.firstAlias === undefined) await pause(pauseMs);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

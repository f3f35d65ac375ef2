import type { ChatEstate } from './chat-estate.js';
import { LoadRecord } from './load-record.js';
import { Visitor } from './visitor.js';
import { WebNodes } from './web-nodes.js';

export interface ChatLoadOptions {
  readonly estate: ChatEstate;
  readonly chats: number;
  readonly minutes: number;
  /** In how many seconds all visitors come, one after the other; the minutes begin then. */
  readonly arrivalSeconds: number;
  /** The application whose process is killed at half time. */
  readonly kill?: string | undefined;
  readonly progress: (text: string) => void;
}

export interface ChatLoadReport {
  readonly chats: number;
  readonly minutes: number;
  readonly killed?: string | undefined;
  readonly requests: number;
  /** How many chats began on each Chat Server. */
  readonly chatsPerServer: readonly number[];
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly interrupted: number;
  readonly late: number;
  readonly moved: number;
  readonly acknowledged: number;
  readonly missing: number;
  readonly doubled: number;
  /** ms */
  readonly latency: { readonly p50: number; readonly p99: number; readonly p999: number; readonly most: number };
}

const checkAtATime = 20;
const msPerMinute = 60_000;

/** Chats that say something each second, over all web nodes; in the end every transcript is compared with what was acknowledged. */
export async function runChatLoad({
  estate,
  chats,
  minutes,
  arrivalSeconds,
  kill,
  progress,
}: ChatLoadOptions): Promise<ChatLoadReport> {
  const webNodes = new WebNodes(estate.webNodes);
  const record = new LoadRecord();
  const visitors = Array.from({ length: chats }, (_, number) => {
    // In turn; but each web node goes round its Chat Servers by itself, and whole rounds at the first keep the sum even.
    const webNode = number % 2 === 0 && number / 2 < wholeRounds(chats / webNodes.count) ? 0 : 1;
    return new Visitor({ number, webNode, webNodes, record, isKeepingAlias: number % 2 === 0 });
  });
  const from = performance.now() + arrivalSeconds * 1_000;
  const until = from + minutes * msPerMinute;
  const talks = visitors.map(async (visitor, number) => {
    await pause((number / chats) * arrivalSeconds * 1_000);
    await visitor.begin();
    await visitor.talk(until);
  });
  const ticking = setInterval(() => {
    const left = Math.max(0, Math.ceil((until - performance.now()) / 1_000));
    progress(
      `${record.requests} requests, ${record.failureCount} failed, p99 ${record.latency(0.99).toFixed(0)} ms, ${left} s left`,
    );
  }, 5_000);
  const killing =
    kill === undefined ? undefined : setTimeout(() => estate.kill(kill), (until + from) / 2 - performance.now());
  await Promise.all(talks);
  clearInterval(ticking);
  clearTimeout(killing);

  for (const some of chunks(visitors, checkAtATime)) await Promise.all(some.map((visitor) => visitor.check()));
  await webNodes.close();
  return reportOf({ chats, minutes, kill, record, visitors });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const chatServers = 3;
const wholeRounds = (count: number): number => Math.floor(count / chatServers) * chatServers;

function chunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

interface Finished extends Pick<ChatLoadOptions, 'chats' | 'minutes' | 'kill'> {
  readonly record: LoadRecord;
  readonly visitors: readonly Visitor[];
}

function reportOf({ chats, minutes, kill, record, visitors }: Finished): ChatLoadReport {
  const counts = new Map<string, number>();
  for (const { firstAlias } of visitors) {
    if (firstAlias !== undefined) counts.set(firstAlias, (counts.get(firstAlias) ?? 0) + 1);
  }
  return {
    ...{ chats, minutes, requests: record.requests, chatsPerServer: [...counts.values()] },
    ...(kill !== undefined && { killed: kill }),
    ...{ failed: record.failureCount, failures: record.failures, interrupted: record.interruptions },
    ...{ late: record.lateMessages, moved: record.moves },
    ...{ acknowledged: record.acknowledged, missing: record.missing, doubled: record.doubled },
    latency: {
      ...{ p50: record.latency(0.5), p99: record.latency(0.99), p999: record.latency(0.999) },
      most: record.latency(1),
    },
  };
}

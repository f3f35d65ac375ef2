import { MovingAverage } from './moving-average.js';
import type { ObservedChat } from './observed-chat.js';

interface View {
  readonly utc: number;
  readonly chats: ReadonlyMap<string, ObservedChat>;
}

/** What is known of the chats of one tenant. Times are in seconds. */
export interface ChatFigures {
  /** Who waits, in the order of the queue, and for how much longer by our estimate. */
  readonly waiting: readonly { readonly chatId: string; readonly estimatedWaitSeconds: number }[];
  /** How many chats an agent is in. */
  readonly active: number;
  /** For who comes now. */
  readonly estimatedWaitSeconds: number;
}

/** What a Chat Server told counts for so long where it tells nothing new, ms. */
const memoryMs = 10_000;

/**
 * The queue of one tenant, put together from what its Chat Servers list now and then. How long a customer waited is known to the middle
 * between two looks at his chat: before it he waited, after it an agent was there.
 */
export class ChatStatistics {
  readonly #waits: MovingAverage;
  #views: ReadonlyMap<string, View> = new Map();
  /** Chats that an agent has joined once: what they wait for now is another agent. */
  #served: ReadonlySet<string> = new Set();

  /** @param assumedWaitMs what is said before the first customer has been seen waiting */
  constructor(assumedWaitMs: () => number) {
    this.#waits = new MovingAverage(assumedWaitMs);
  }

  /** A Chat Server has told its chats, at this time. */
  observe(application: string, chats: readonly ObservedChat[], utc: number): void {
    const before = this.#chats(utc);
    const last = this.#views.get(application)?.utc;
    for (const { chatId, state, startedUtc } of chats) {
      if (state === 'waiting' || this.#served.has(chatId)) continue;
      const seen = before.get(chatId);
      if (seen === undefined && (last === undefined || startedUtc < last)) continue;
      this.#waits.add(Math.max(0, (Math.max(startedUtc, last ?? startedUtc) + utc) / 2 - startedUtc));
    }
    const view = { utc, chats: new Map(chats.map((chat) => [chat.chatId, chat])) };
    this.#views = new Map([...this.#views].filter(([, one]) => isFresh(one, utc))).set(application, view);
    const all = [...this.#chats(utc).values()];
    this.#served = new Set(
      all.filter(({ chatId, state }) => state === 'active' || this.#served.has(chatId)).map(({ chatId }) => chatId),
    );
  }

  at(utc: number): ChatFigures {
    const all = [...this.#chats(utc).values()];
    const queue = all.filter(({ state }) => state === 'waiting').sort(byAge);
    const wholeWait = this.#waits.value / 1_000;
    return {
      // Who is last waits as long as anybody does, who is before him the less the nearer he is to the front.
      waiting: queue.map(({ chatId }, index) => ({
        chatId,
        estimatedWaitSeconds: Math.round((wholeWait * (index + 1)) / queue.length),
      })),
      active: all.length - queue.length,
      estimatedWaitSeconds: Math.round(wholeWait),
    };
  }

  /** Each chat as it was told last: one that is restored elsewhere is told by two servers for a while. */
  #chats(utc: number): ReadonlyMap<string, ObservedChat> {
    const views = [...this.#views.values()].filter((view) => isFresh(view, utc)).sort((a, b) => a.utc - b.utc);
    return new Map(views.flatMap(({ chats }) => [...chats]));
  }
}

const isFresh = (view: View, utc: number): boolean => utc - view.utc <= memoryMs;

const byAge = (one: ObservedChat, other: ObservedChat): number =>
  one.startedUtc - other.startedUtc || (one.chatId < other.chatId ? -1 : 1);

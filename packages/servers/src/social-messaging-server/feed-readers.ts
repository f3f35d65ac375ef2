import { FeedReader } from './feed-reader.js';
import type { FeedReaderOptions } from './feed-reader.js';
import type { ReadFeed } from './received-post.js';

export interface FeedReadersOptions extends Omit<FeedReaderOptions, 'feed'> {
  /** The feeds that are configured now. */
  readonly feeds: () => readonly ReadFeed[];
  /** The tenants that this process was started with (MT-4). */
  readonly tenants: readonly string[];
}

type Counts = Pick<FeedReader, 'received' | 'submitted' | 'setAside'>;

const total = (readers: Iterable<Counts>): Counts => {
  const sum = { received: 0, submitted: 0, setAside: 0 };
  for (const { received, submitted, setAside } of readers) {
    sum.received += received;
    sum.submitted += submitted;
    sum.setAside += setAside;
  }
  return sum;
};

/** Reads every feed of this server's tenants, while it is the primary. */
export class FeedReaders {
  readonly #options: FeedReadersOptions;
  readonly #readers = new Map<string, FeedReader>();
  readonly #ending = new Set<FeedReader>();
  /** Of the readers that are no more. */
  #ended: Counts = total([]);
  #isOpen = false;

  constructor(options: FeedReadersOptions) {
    this.#options = options;
  }

  get feeds(): readonly ReadFeed[] {
    const { feeds, tenants } = this.#options;
    return feeds().filter(({ tenant }) => tenants.includes(tenant));
  }

  open(): void {
    this.#isOpen = true;
    this.configurationChanged();
  }

  /** Reads what is configured now, and nothing else. */
  configurationChanged(): void {
    if (!this.#isOpen) return;
    const wanted = new Map(this.feeds.map((feed) => [JSON.stringify(feed), feed]));
    for (const [key, reader] of this.#readers) if (!wanted.has(key)) void this.#end(key, reader);
    for (const [key, feed] of wanted)
      if (!this.#readers.has(key)) this.#readers.set(key, new FeedReader({ ...this.#options, feed }));
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    await Promise.all([...this.#readers].map(([key, reader]) => this.#end(key, reader)));
  }

  shown(): {
    readonly received: number;
    readonly submitted: number;
    readonly setAside: number;
    readonly feeds: readonly string[];
  } & {
    readonly problems: readonly string[];
  } {
    const ours = new Set(this.feeds.map(({ name }) => name));
    const others = this.#options.feeds().filter(({ name }) => !ours.has(name));
    return {
      feeds: [...ours],
      ...total([...this.#readers.values(), ...this.#ending, this.#ended]),
      problems: [
        ...[...this.#readers.values()].flatMap(({ problem }) => problem ?? []),
        ...others.map(
          ({ name, tenant }) =>
            `Feed "${name}" is not read: this process was not started for tenant "${tenant}" (MT-4); restart it where it is to be.`,
        ),
      ],
    };
  }

  async #end(key: string, reader: FeedReader): Promise<void> {
    this.#readers.delete(key);
    this.#ending.add(reader);
    await reader.close();
    this.#ending.delete(reader);
    this.#ended = total([this.#ended, reader]);
  }
}

import type { DirectoryEvent } from '../core/directory/directory-event.js';
import type { Clock } from '../time/clock.js';

/** A control server told of an older history than the one already known. */
export class OlderEpochError extends Error {
  override readonly name = 'OlderEpochError';
  constructor(
    readonly known: number,
    readonly received: number,
  ) {
    super(`the control server is behind: it tells of epoch ${received}, and epoch ${known} is known already`);
  }
}

/** Remembers, over several connections, the newest epoch, and since when only older ones have been told (monotonic ms). */
export interface NewestEpoch {
  epoch: number | undefined;
  refusingSince: number | undefined;
}

/** For so long an older epoch is refused; after that, whoever told the newer one is taken for gone. ms */
const refusalMs = 30_000;

/**
 * Throws at a snapshot of an older epoch, so that a backup that lags behind does not turn the view back (F45). Where nothing newer has come for
 * 30 s the older one is taken after all: a control server that lives is better than a newer one that does not.
 */
export async function* refusingOlderEpochs(
  events: AsyncIterable<DirectoryEvent>,
  newest: NewestEpoch,
  clock: Clock,
): AsyncGenerator<DirectoryEvent> {
  for await (const event of events) {
    if (event.type !== 'snapshot') {
      yield event;
      continue;
    }
    const { epoch } = event.snapshot;
    const known = newest.epoch ?? epoch;
    if (epoch < known) {
      newest.refusingSince ??= clock.now();
      if (clock.now() - newest.refusingSince < refusalMs) throw new OlderEpochError(known, epoch);
      const message = `Nothing newer has been told for ${refusalMs} ms, so epoch ${epoch} replaces epoch ${known}.`;
      yield { type: 'warning', about: 'older-epoch', message };
    }
    newest.epoch = epoch;
    newest.refusingSince = undefined;
    yield event;
  }
}

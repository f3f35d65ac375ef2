import type { DirectoryEvent } from '../core/directory/directory-event.js';
import { MalformedMessageError } from '../errors/malformed-message-error.js';
import { ConnectionAgeError } from '../source/connection-age.js';
import type { DirectorySource } from '../source/directory-source.js';
import { inSequence } from '../source/in-sequence.js';
import type { Position } from '../source/in-sequence.js';
import { keepingLastGood } from '../source/last-good.js';
import { keepingLastView, startingFromLastView } from '../source/last-view.js';
import { refusingOlderEpochs } from '../source/older-epoch.js';
import type { NewestEpoch } from '../source/older-epoch.js';
import { reconnecting } from '../source/reconnecting.js';
import { holdingSuspectSnapshots } from '../source/suspect-snapshot.js';
import type { OpenStream } from './open-stream.js';
import { openStreamOverHttp } from './open-stream-over-http.js';
import { scsConnection } from './scs-connection.js';
import { resolveScsSourceOptions } from './scs-source-options.js';
import type { ResolvedScsSourceOptions, ScsSourceOptions } from './scs-source-options.js';
import { viewFile } from './view-file.js';

/**
 * The estate as Solution Control Server tells it over HTTP and server-sent events. It resumes where it left off, on the other address of a pair too.
 * @throws InvalidOptionError
 */
export function scsSource(input: ScsSourceOptions): DirectorySource {
  return scsSourceOver(openStreamOverHttp, input);
}

/** The same over whatever network `open` stands for. @throws InvalidOptionError */
export function scsSourceOver(open: OpenStream, input: ScsSourceOptions): DirectorySource {
  const options = resolveScsSourceOptions(input);
  const { urls, clock, random, emptySnapshotGuardMs } = options;
  const lastView = options.viewFile === undefined ? undefined : viewFile(options.viewFile);
  return {
    kind: 'live',
    events(signal) {
      const position: Position = { version: undefined };
      const connect = connector(options, { open, position });
      const live = reconnecting(connect, { clock, random, addressCount: urls.length }, signal);
      const complete = keepingLastGood(live);
      const started = lastView === undefined ? complete : startingFromLastView(complete, lastView, clock);
      const guarded = holdingSuspectSnapshots(started, {
        ...{ guardMs: emptySnapshotGuardMs, clock },
        onDoubt: () => {
          position.version = undefined;
        },
      });
      return lastView === undefined ? guarded : keepingLastView(guarded, lastView, clock);
    },
  };
}

/** Makes connections that share what is known, so that each begins where the last one ended. */
function connector(
  options: ResolvedScsSourceOptions,
  { open, position }: { readonly open: OpenStream; readonly position: Position },
): (address: number, signal: AbortSignal) => AsyncGenerator<DirectoryEvent> {
  const newest: NewestEpoch = { epoch: undefined, refusingSince: undefined };
  return async function* connect(address, signal) {
    const url = options.urls[address] ?? '';
    try {
      const events = scsConnection(options, { url, position, signal, open });
      yield* inSequence(refusingOlderEpochs(events, newest, options.clock), position);
    } catch (error) {
      const needsSnapshot = error instanceof ConnectionAgeError || error instanceof MalformedMessageError;
      if (needsSnapshot) position.version = undefined;
      throw error;
    }
  };
}

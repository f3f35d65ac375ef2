import type { Clock } from '@eservices-lb/sdk';
import type { Version } from '@eservices-lb/sdk/wire';
import type { AccessTokens } from '../access/access-tokens.js';
import type { Channel } from './channel.js';
import { readMessage, writeMessage } from './pair-message.js';
import { Replica } from './replica.js';
import type { ReplicaStore } from './replica-store.js';

const missedHeartbeatsAllowed = 3;

export interface FollowingOptions {
  readonly tokens: Pick<AccessTokens, 'accept'>;
  readonly clock: Clock;
  readonly heartbeatMs: number;
  /** Where what is followed survives the end of both. @defaultValue nowhere */
  readonly store?: ReplicaStore | undefined;
}

/** How following the primary ended. */
export type FollowingEnd =
  | { readonly type: 'lost'; readonly replica: Replica | undefined }
  /** The primary wants it so, and has stopped. */
  | { readonly type: 'handed-over'; readonly replica: Replica };

/** The backup's side of one connection to its primary. Resolves when it is over; `onInStep` is called when everything has arrived first. */
export function follow(channel: Channel, options: FollowingOptions, onInStep: () => void): Promise<FollowingEnd> {
  const { tokens, clock, heartbeatMs, store } = options;
  let replica: Replica | undefined;
  let missed = 0;
  let cancelWatch = (): void => undefined;
  // Heartbeats are counted, so that one that stood still itself hears first what came meanwhile.
  const watch = (): void => {
    cancelWatch = clock.after(heartbeatMs, () => {
      missed += 1;
      if (missed < missedHeartbeatsAllowed) watch();
      else channel.destroy();
    });
  };
  return new Promise((resolve) => {
    const receive = (text: string): void => {
      const message = readMessage(text);
      switch (message.type) {
        case 'state':
          replica = new Replica(message.state);
          store?.follow(message.state);
          tokens.accept(message.tokens);
          onInStep();
          break;
        case 'event':
          replica?.apply(message.event);
          store?.followed(message.event);
          break;
        case 'token':
          tokens.accept([message.token]);
          return;
        case 'take-over':
          cancelWatch();
          if (replica !== undefined) resolve({ type: 'handed-over', replica });
          return;
        case 'acknowledged':
        case 'alive':
          return;
      }
      if (replica !== undefined) acknowledge({ ...replica.version });
    };
    // Both may be killed at once, so it counts when it is on the disk. A disk that refuses keeps this one from nothing else: it can take over. Where the
    // disk hangs, the primary hears nothing and goes on alone.
    const acknowledge = (version: Version): void => {
      const said = (): void => {
        channel.send(writeMessage({ type: 'acknowledged', ...version }));
      };
      if (store === undefined) said();
      else store.committed().then(said, said);
    };
    channel.listen({
      onMessage: (text) => {
        missed = 0;
        try {
          receive(text);
        } catch {
          channel.destroy(); // what cannot be understood cannot be followed; everything is asked for anew
        }
      },
      onClosed: () => {
        cancelWatch();
        resolve({ type: 'lost', replica });
      },
    });
    watch();
  });
}

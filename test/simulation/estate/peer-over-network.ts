import type { Channel, ChannelHandlers, Peer } from '@eservices-lb/mock-scs';
import type { Clock } from '@eservices-lb/sdk';
import type { Version } from '@eservices-lb/sdk/wire';
import type { SimulatedNetwork } from './simulated-network.js';
import type { SimulatedSocket } from './simulated-socket.js';

const answerLimitMs = 500;

type PeerHealth = Awaited<ReturnType<Peer['health']>>;

/** In place of HTTP and WebSockets: the other control server of a pair. */
export function peerOverNetwork(
  network: SimulatedNetwork,
  clock: Clock,
  [host, peer]: readonly [string, string],
): Peer {
  const ask = (request: Version | undefined): Promise<PeerHealth> =>
    firstMessage(network.connect(host, peer, 'health', request), clock).then(
      ({ message, socket }) => {
        socket.end();
        return message as PeerHealth;
      },
      () => undefined,
    );
  return {
    health: () => ask(undefined),
    goesAlone: (version) => ask(version),
    async connect() {
      const { socket } = await firstMessage(network.connect(host, peer, 'pair', undefined), clock);
      return channelOver(socket);
    },
  };
}

/** The other side of `connect`. */
export function acceptChannel(socket: SimulatedSocket): Channel {
  socket.send('accepted');
  return channelOver(socket);
}

function channelOver(socket: SimulatedSocket): Channel {
  return {
    send: (text) => {
      socket.send(text);
    },
    destroy: () => {
      socket.reset();
    },
    listen: ({ onMessage, onClosed }: ChannelHandlers) => {
      socket.listen({
        wakes: true,
        onMessage: (message) => {
          onMessage(String(message));
        },
        onClosed: () => {
          queueMicrotask(onClosed); // Nobody is told of the end in the very call that brings it about.
        },
      });
      if (socket.isOver) queueMicrotask(onClosed);
    },
  };
}

function firstMessage(
  socket: SimulatedSocket,
  clock: Clock,
): Promise<{ readonly message: unknown; readonly socket: SimulatedSocket }> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(answerLimitMs, () => {
      socket.end();
      reject(new Error('no answer'));
    });
    socket.listen({
      wakes: true,
      onMessage: (message) => {
        cancel();
        resolve({ message, socket });
      },
      onClosed: () => {
        cancel();
        reject(new Error('refused'));
      },
    });
  });
}

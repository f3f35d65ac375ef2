import { WebSocket } from 'ws';
import type { Channel, ChannelHandlers } from './channel.js';

/** A channel over a WebSocket. What arrives before anybody listens is kept. */
export function webSocketChannel(socket: WebSocket): Channel {
  const early: string[] = [];
  let handlers: ChannelHandlers | undefined;
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    if (handlers === undefined) early.push(text);
    else handlers.onMessage(text);
  });
  socket.on('error', () => undefined); // 'close' follows
  socket.once('close', () => handlers?.onClosed());
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    destroy: () => {
      socket.terminate();
    },
    listen: (given) => {
      handlers = given;
      for (const text of early.splice(0)) given.onMessage(text);
      if (socket.readyState === WebSocket.CLOSED) given.onClosed();
    },
  };
}

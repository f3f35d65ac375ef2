/** Thousands of desktops in one process. Each asks once in so many seconds, at a moment of its own. */
import { Desktops } from './desktops.js';
import type { DesktopsOptions } from './desktops.js';

export type ToDesktops =
  | { readonly type: 'connect'; readonly options: DesktopsOptions }
  | { readonly type: 'ask'; readonly seconds: number; readonly everySeconds: number }
  | { readonly type: 'disconnect' };

export type FromDesktops =
  | { readonly type: 'connected'; readonly count: number; readonly problem?: string }
  | { readonly type: 'asked'; readonly latencies: readonly number[]; readonly failed: number; readonly lost: number }
  | { readonly type: 'disconnected' };

const send = (message: FromDesktops): void => {
  process.send?.(message);
};
let desktops: Desktops | undefined;

async function obey(message: ToDesktops): Promise<void> {
  switch (message.type) {
    case 'connect':
      desktops = new Desktops(message.options);
      send({ type: 'connected', ...(await desktops.connect()) });
      return;
    case 'ask':
      if (desktops !== undefined) send({ type: 'asked', ...(await desktops.ask(message)) });
      return;
    case 'disconnect':
      await desktops?.disconnect();
      send({ type: 'disconnected' });
      return;
  }
}

process.on('message', (message: ToDesktops) => void obey(message));
process.on('disconnect', () => process.exit());

import { systemClock } from '@eservices-lb/sdk';
import type { Clock } from '@eservices-lb/sdk';
import { listenForServers } from '../../packages/servers/src/sms-center/listen-for-servers.js';
import type { ListenForServersOptions } from '../../packages/servers/src/sms-center/listen-for-servers.js';
import { MessageCenter } from '../../packages/servers/src/sms-center/message-center.js';
import { silentLog } from './application-surroundings.js';
import { freePort } from './free-port.js';

/** The SMS Center that SMS Servers of the tests bind to, in this process. */
export interface PlayedSmsCenter extends AsyncDisposable {
  readonly center: MessageCenter;
  readonly port: number;
}

export const smsCenterPassword = 'sesame';

export async function anSmsCenter({
  clock = systemClock,
  port,
  ...files
}: { readonly clock?: Clock; readonly port?: number } & Pick<
  ListenForServersOptions,
  'keyFile' | 'certificateFile'
> = {}): Promise<PlayedSmsCenter> {
  const center = new MessageCenter({ clock });
  const at = port ?? (await freePort());
  const listening = await listenForServers(
    { port: at, host: '127.0.0.1' },
    { center, clock, log: silentLog, isPassword: (password) => password === smsCenterPassword, ...files },
  );
  return {
    ...{ center, port: at },
    async [Symbol.asyncDispose]() {
      center.close();
      await listening.close();
    },
  };
}

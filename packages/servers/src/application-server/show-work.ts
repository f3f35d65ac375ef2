import type { Clock } from '@eservices-lb/sdk';
import type { LocalControlAgentLink } from '@eservices-lb/mock-scs/lca';
import type { Logger } from 'pino';
import type { ApplicationServer } from './application-server.js';
import { fittingWork } from './fitting-work.js';

const pauseMs = 1_000;
const longestBytes = 48 * 1024;

export interface ShowWorkOptions {
  readonly link: Pick<LocalControlAgentLink, 'show'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Shows operators what the server does, once a second where it has changed, for as long as the process lives. */
export function showWork(
  { shownWork }: Pick<ApplicationServer, 'shownWork'>,
  { link, clock, log }: ShowWorkOptions,
): void {
  if (shownWork === undefined) return;
  let last = '';
  const look = async (): Promise<void> => {
    try {
      const work = fittingWork(await shownWork(), longestBytes);
      const text = JSON.stringify(work);
      if (text === last) return;
      last = text;
      link.show(work);
    } catch (error) {
      log.warn(error, 'the work cannot be shown');
    }
  };
  const lookAgain = (): void => {
    void look().then(() => clock.after(pauseMs, lookAgain));
  };
  lookAgain();
}

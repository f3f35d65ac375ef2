import type { Service } from '../core/model/service.js';
import { LoadBalancerError } from '../errors/load-balancer-error.js';
import { exitCode } from './exit-code.js';
import type { ExitCode } from './exit-code.js';
import { requestOf, withLoadBalancer } from './server-options.js';
import type { RequestOptions } from './server-options.js';
import { inColumns } from './table.js';
import type { Terminal } from './terminal.js';

export interface PickOptions extends RequestOptions {
  readonly count: number;
}

/** How often an instance was picked. */
interface Share {
  readonly application: string;
  readonly url: string;
  readonly picks: number;
  /** Of all picks, in percent. */
  readonly percent: number;
}

/** What so many requests in a row would be given, and the share of each instance. Nobody is connected to. */
export function pickCommand(options: PickOptions, terminal: Terminal): Promise<ExitCode> {
  return withLoadBalancer(options, terminal, (loadBalancer) => {
    const request = requestOf(options);
    try {
      const picks = Array.from({ length: options.count }, () => loadBalancer.select(request));
      const shares = sharesOf(picks);
      if (options.json === true) {
        const picked = picks.map(({ application, url, member }) => ({ application, url, member }));
        terminal.print(JSON.stringify({ picks: picked, shares }, undefined, 2));
      } else {
        printPicks(picks, shares, terminal);
      }
      return exitCode.done;
    } catch (error) {
      if (!(error instanceof LoadBalancerError)) throw error;
      terminal.complain(error.message);
      return exitCode.refused;
    }
  });
}

function sharesOf(picks: readonly Service[]): readonly Share[] {
  const counts = new Map<string, { readonly url: string; picks: number }>();
  for (const { application, url } of picks) {
    const known = counts.get(application);
    if (known === undefined) counts.set(application, { url, picks: 1 });
    else known.picks += 1;
  }
  return [...counts]
    .map(([application, { url, picks: times }]) => ({
      ...{ application, url, picks: times },
      percent: Math.round((1000 * times) / picks.length) / 10,
    }))
    .sort((a, b) => a.application.localeCompare(b.application, 'en'));
}

/** So many fit on a screen; of more only the shares are told. */
const longestList = 20;

function printPicks(picks: readonly Service[], shares: readonly Share[], { print, paint }: Terminal): void {
  if (picks.length <= longestList) {
    const rows = picks.map(({ application, url, member }, at) => [
      String(at + 1).padStart(String(picks.length).length),
      application,
      url,
      member === 'backup' ? 'backup' : '',
    ]);
    for (const line of inColumns(rows)) print(line);
    print('');
  }
  const rows = shares.map(({ application, picks: times, percent }) => [application, String(times), `${percent} %`]);
  for (const line of inColumns(rows)) print(paint('bold', line));
}

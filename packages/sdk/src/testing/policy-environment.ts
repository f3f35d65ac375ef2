import type { Candidates, PolicyEnvironment } from '../core/policy/selection-policy.js';
import type { Service } from '../core/model/service.js';
import { seededRandom } from './seeded-random.js';

/** An estate in which nothing is told apart: all idle, of weight 1, at the same place, running since ever; but for the given differences. */
export function policyEnvironment(difference: Partial<PolicyEnvironment> = {}): PolicyEnvironment {
  const place = { host: 'host-1', site: undefined };
  return {
    random: seededRandom(1),
    score: () => 0,
    weight: () => 1,
    place: () => place,
    home: () => place,
    runningForMs: () => Infinity,
    ...difference,
  };
}

/** Instances of these DBIDs, in the order in which policies are given them. At least one DBID. */
export function policyCandidates(dbids: Iterable<number>): Candidates {
  const [first, ...others] = [...dbids].sort((a, b) => a - b).map(aService);
  if (first === undefined) throw new RangeError('Candidates are never empty: give at least one DBID.');
  return Object.freeze([first, ...others] as const);
}

function aService(dbid: number): Service {
  const port = 1024 + (dbid % 60_000);
  return Object.freeze({
    ...{ alias: `alias-of-${dbid}`, application: `Server_${dbid}`, dbid, member: 'primary' as const },
    ...{ host: '127.0.0.1', port, secure: false, url: `http://127.0.0.1:${port}` },
  });
}

import type { Application } from '../../wire/application.js';
import { weightOf } from '../configuration/weight.js';
import { runStateOf } from '../directory/snapshot.js';
import type { Estate } from '../estate/estate.js';
import type { PolicyEnvironment } from '../policy/selection-policy.js';
import type { Place } from '../policy/place.js';

export type InstanceFacts = Pick<PolicyEnvironment, 'weight' | 'place' | 'home' | 'runningForMs'>;

const nowhere: Place = { host: undefined, site: undefined };

/** What policies may ask about an instance, read from the estate as it is at the moment. `now` is monotonic, in ms. */
export function instanceFacts(estate: Estate, now: () => number): InstanceFacts {
  const serving = (dbid: number): Application | undefined => {
    const standing = estate.standing(dbid);
    return standing?.selectable === 'backup' ? standing.server.backup?.application : standing?.server.application;
  };
  return {
    weight: (dbid) => weightOf(estate.standing(dbid)?.server.parameters ?? {}),
    place: (dbid) => {
      const standing = estate.standing(dbid);
      return standing === undefined ? nowhere : { host: serving(dbid)?.host, site: standing.server.parameters.site };
    },
    home: () => ({ host: estate.scope.application?.host, site: undefined }),
    runningForMs: (dbid) => {
      const application = serving(dbid);
      if (application === undefined) return 0;
      const since = runStateOf(estate.snapshot, application.name).runningSince;
      return since === undefined ? 0 : now() - since;
    },
  };
}

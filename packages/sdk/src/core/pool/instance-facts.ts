import { weightOf } from '../configuration/weight.js';
import { runStateOf } from '../directory/snapshot.js';
import { servingMember } from '../eligibility/serving-member.js';
import type { PolicyEnvironment } from '../policy/selection-policy.js';
import type { Place } from '../policy/place.js';
import type { EstateView } from './estate-view.js';
import type { Application } from '../../wire/application.js';

export type InstanceFacts = Pick<PolicyEnvironment, 'weight' | 'place' | 'home' | 'runningForMs'>;

const nowhere: Place = { host: undefined, site: undefined };

/** What policies may ask about an instance, read from the view of the moment. `now` is monotonic, in ms. */
export function instanceFacts(view: () => EstateView, now: () => number): InstanceFacts {
  const serving = (dbid: number): Application | undefined => {
    const { scope, snapshot } = view();
    const server = scope.reachable.get(dbid);
    if (server?.backup === undefined) return server?.application;
    return servingMember(server, snapshot) === 'backup' ? server.backup.application : server.application;
  };
  return {
    weight: (dbid) => weightOf(view().scope.reachable.get(dbid)?.parameters ?? {}),
    place: (dbid) => {
      const server = view().scope.reachable.get(dbid);
      return server === undefined ? nowhere : { host: serving(dbid)?.host, site: server.parameters.site };
    },
    home: () => ({ host: view().scope.application?.host, site: undefined }),
    runningForMs: (dbid) => {
      const application = serving(dbid);
      if (application === undefined) return 0;
      const since = runStateOf(view().snapshot, application.name).runningSince;
      return since === undefined ? 0 : now() - since;
    },
  };
}

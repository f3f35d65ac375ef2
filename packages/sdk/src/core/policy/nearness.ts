import type { Place } from './place.js';
import type { Candidates, PolicyEnvironment } from './selection-policy.js';

/** The candidates by nearness, the nearest first: those of the same host, the others of the same site, the rest. No ring is empty. */
export type Rings = readonly [Candidates, ...Candidates[]];

/** Where all are equally near, the ring is the array itself, so that the policy inside notices no difference. */
export function ringsOf(candidates: Candidates, home: Place, place: PolicyEnvironment['place']): Rings {
  const rings = [0, 1, 2].map((distance) =>
    candidates.filter(({ dbid }) => distanceBetween(home, place(dbid)) === distance),
  );
  const [first, ...others] = rings.filter((ring): ring is [...Candidates] => ring.length > 0);
  return first === undefined || others.length === 0 ? [candidates] : [first, ...others];
}

function distanceBetween(home: Place, place: Place): 0 | 1 | 2 {
  if (home.host !== undefined && place.host === home.host) return 0;
  return home.site !== undefined && place.site === home.site ? 1 : 2;
}

import type { SelectionPolicy } from './selection-policy.js';
import { WeightedSchedule } from './weighted-schedule.js';

/**
 * Smooth weighted round robin: each has turns in proportion to the parameter `weight` of its connection, spread evenly; equal weights make
 * plain rotation. From a random start, drawn by weight. Earliest deadline first, so a pick costs O(log N).
 */
export function weighted(): SelectionPolicy {
  return {
    name: 'weighted',
    createPicker(environment) {
      const schedules = new WeakMap<object, WeightedSchedule>();
      return {
        pick(candidates, pool) {
          let schedule = schedules.get(pool);
          if (schedule === undefined) {
            schedule = new WeightedSchedule(candidates, environment);
            schedules.set(pool, schedule);
          }
          return candidates[schedule.next(candidates)] ?? candidates[0];
        },
      };
    },
  };
}

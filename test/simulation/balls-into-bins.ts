import type { Service } from '@eservices-lb/sdk';
import { policyEnvironment, seededRandom } from '@eservices-lb/sdk/testing';
import { FailureMemory } from '../../packages/sdk/src/core/failure-memory.js';
import { aService } from './a-service.js';
import type { Contender } from './contenders.js';

/** How many of `picks` that never end lie on the fullest of `instances`, beyond the average. */
export function excessOnFullest({ policy }: Contender, instances: number, picks: number): number {
  const memory = new FailureMemory(() => 1);
  const picker = policy().createPicker(policyEnvironment({ random: seededRandom(1), score: memory.score }));
  const candidates = Array.from({ length: instances }, (_, index) => aService(index + 1, `Server_${index}`));
  const [pool, counts] = [{}, new Map<number, number>()];
  for (let pick = 0; pick < picks; pick += 1) {
    const { dbid } = picker.pick(candidates as [Service, ...Service[]], pool);
    memory.begin(dbid);
    counts.set(dbid, (counts.get(dbid) ?? 0) + 1);
  }
  return [...counts.values()].reduce((most, count) => Math.max(most, count), 0) - picks / instances;
}

export { describePolicy } from './describe-policy.js';
export type { DeclareTests, DescribePolicyOptions } from './describe-policy.js';
export { ManualClock } from './manual-clock.js';
export { ManualSource } from './manual-source.js';
export { policyCandidates, policyEnvironment } from './policy-environment.js';
export { seededRandom } from './seeded-random.js';

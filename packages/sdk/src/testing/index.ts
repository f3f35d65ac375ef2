export { ManualClock } from './manual-clock.js';
export { ManualSource } from './manual-source.js';

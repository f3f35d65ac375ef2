import type { Benchmark } from '../benchmark.js';
import { burst } from './burst.js';
import { change } from './change.js';
import { footprint } from './footprint.js';
import { http } from './http.js';
import { memory } from './memory.js';
import { resolve } from './resolve.js';
import { scale } from './scale.js';
import { select } from './select.js';
import { tenants } from './tenants.js';
import { validate } from './validate.js';

/** In the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  select,
  tenants,
  change,
  burst,
  resolve,
  http,
  memory,
  scale,
  validate,
  footprint,
];

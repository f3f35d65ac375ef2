import type { Fault } from '../fault.js';
import { isLong } from '../is-long.js';
import { ForkedProcess } from './forked-process.js';

const [instances, tenants] = isLong ? [100_000, 10] : [1_000, 100];

interface Churned {
  readonly operations: number;
  readonly growthBytes: number;
  /** What the live set alone takes. */
  readonly freshBytes: number;
}

/** The engine itself grows by some 300 KiB meanwhile, which is less than a byte for each of a million only. */
const limitOf = ({ operations, freshBytes }: Churned): number => (isLong ? operations : freshBytes);

export const churn: Fault = {
  row: 'F41',
  kind: 'processes',
  fault: `${instances.toLocaleString('en')} instances come and go, with ${(instances * tenants).toLocaleString('en')} aliases`,
  condition: `the heap grows by less than ${isLong ? '1 byte for each alias' : 'what the live instances and their aliases take'}`,
  async play() {
    await using child = new ForkedProcess('churn.mjs', [String(instances), String(tenants)], {
      execArgv: ['--expose-gc'],
    });
    const churned = (await child.message()) as Churned;
    const { operations, growthBytes, freshBytes } = churned;
    if (growthBytes >= limitOf(churned))
      throw new Error(`The heap grew by ${growthBytes} bytes, and the live set takes ${Math.round(freshBytes)}.`);
    return {
      aliases: operations,
      'KiB of growth': growthBytes / 1_024,
      'bytes an alias': growthBytes / operations,
      'KiB of the live set': freshBytes / 1_024,
    };
  },
};

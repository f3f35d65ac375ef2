import type { ShownApplication, SoakEstate } from '../soak-estate.js';
import type { SoakFault } from './soak-fault.js';
import { between, pause } from './soak-fault.js';

type Fields = Partial<ShownApplication>;

/** A change of the configuration of an application that is taken back some seconds later. */
export const changedConfiguration = (
  what: string,
  application: string,
  changed: (before: ShownApplication) => Fields,
): SoakFault => ({
  kind: `configuration: ${what}`,
  async strike(estate, random) {
    const before = await estate.application(application);
    const fields = changed(before);
    const ms = between(2_000, 6_000, random);
    await estate.change(application, fields);
    try {
      await pause(ms);
    } finally {
      await takeBack(estate, before, fields);
    }
    return `${application}, for ${ms} ms`;
  },
});

const takeBack = (estate: SoakEstate, before: ShownApplication, fields: Fields): Promise<void> =>
  estate.change(
    before.name,
    Object.fromEntries(Object.keys(fields).map((field) => [field, before[field as keyof ShownApplication]])),
  );

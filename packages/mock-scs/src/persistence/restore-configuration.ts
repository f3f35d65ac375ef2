import type { EstateConfiguration } from '@eservices-lb/sdk/rules';
import type { ConfigurationStore } from './configuration-store.js';
import { DamagedStoreError } from './damaged-store-error.js';
import { fingerprintOf } from './fingerprint.js';
import type { StoredConfiguration } from './stored-configuration.js';
import { UnusableStoreError } from './unusable-store-error.js';

export interface RestoreOptions {
  readonly store: ConfigurationStore;
  /** What the scenario says. */
  readonly scenario: EstateConfiguration;
  /** Begins from the scenario anew, whatever is stored. */
  readonly isFresh: boolean;
}

/** Where a control server goes on from. */
export interface RestoredConfiguration {
  readonly stored: StoredConfiguration;
  /** Why what is stored must be set aside first, as the beginning of a sentence. */
  readonly setAside?: string;
}

/**
 * Decides between what is stored and the scenario. Writes nothing.
 * @throws UnusableStoreError
 */
export async function restoreConfiguration({
  store,
  scenario,
  isFresh,
}: RestoreOptions): Promise<RestoredConfiguration> {
  const begun: StoredConfiguration = {
    ...{ fingerprint: fingerprintOf(scenario), epoch: 0, changes: 0 },
    ...{ retired: [], configuration: scenario },
  };
  let kept: StoredConfiguration | undefined;
  try {
    kept = await store.load();
  } catch (error) {
    if (!(error instanceof DamagedStoreError)) throw new UnusableStoreError(error);
    return { stored: begun, setAside: error.message };
  }
  if (kept === undefined) return { stored: begun };
  const { damage, ...stored } = kept;
  const anew = { ...begun, epoch: stored.epoch };
  if (!isFresh && stored.fingerprint === begun.fingerprint) {
    return damage === undefined ? { stored } : { stored, setAside: `${damage}; the changes before it are in force` };
  }
  if (stored.changes === 0 && damage === undefined) return { stored: anew };
  const reason = isFresh ? 'a fresh start was asked for' : 'the scenario is another than before';
  return { stored: anew, setAside: `${reason}, so ${countOf(stored.changes)} not in force` };
}

const countOf = (changes: number): string => (changes === 1 ? '1 saved change is' : `${changes} saved changes are`);

import { firstPairState } from '@eservices-lb/mock-scs';
import type { MemberView, PairState, PairView } from '@eservices-lb/mock-scs';
import type { Status } from '@eservices-lb/sdk/wire';

/** How one member of a pair looks; by itself enabled, not stopping, and a backup. */
export const aMember = (status: Status, difference: Partial<MemberView> = {}): MemberView => ({
  ...{ status, isExiting: false, isCutOff: false, mode: 'backup', isEnabled: true },
  ...difference,
});

/** A pair whose members have the modes of their names. */
export function aPairView(
  primary: Status | MemberView,
  backup: Status | MemberView,
  hindrance?: PairView['hindrance'],
): PairView {
  return {
    members: {
      primary: typeof primary === 'string' ? aMember(primary, { mode: 'primary' }) : primary,
      backup: typeof backup === 'string' ? aMember(backup) : backup,
    },
    hindrance,
  };
}

/** What is remembered of a pair that has been served by one of them. */
export const served = (serving: 'primary' | 'backup', difference: Partial<PairState> = {}): PairState => ({
  ...firstPairState,
  serving,
  ...difference,
});

export const missingAgent = { rule: 'IXN-10', reason: 'an agent is missing' } as const;

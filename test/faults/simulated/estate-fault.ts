import { playEstate } from '../../simulation/estate/play-estate.js';
import type { EstatePlan } from '../../simulation/estate/estate-plan.js';
import type { SimulatedEstate } from '../../simulation/estate/simulated-estate.js';
import type { Fault, Figures } from '../fault.js';

export interface EstateFault extends Pick<Fault, 'row' | 'fault' | 'condition'> {
  readonly plan?: EstatePlan;
  /** Throws where the condition does not hold. The invariants are checked afterwards. */
  readonly script: (estate: SimulatedEstate, seed: number) => Promise<Figures>;
}

/** A fault in a simulated estate. */
export const estateFault = ({ row, fault, condition, plan, script }: EstateFault): Fault => ({
  ...{ row, kind: 'simulated', fault, condition },
  play: (seed, tell) => playEstate(seed, { ...(plan && { plan }), tell, script: (estate) => script(estate, seed) }),
});

import type { Figures } from '../../faults/fault.js';
import { onUnhandledRejection } from '../../oracles/unhandled-rejections.js';
import { describeEntry } from './describe-entry.js';
import type { Entry } from './history.js';
import { checkInvariants } from './invariants/invariants.js';
import { convergenceMs, reconnectionMs } from './invariants/i05-views-converge.js';
import { SimulatedEstate } from './simulated-estate.js';
import type { EstatePlan } from './estate-plan.js';
import { heartbeatMs } from './simulated-control-server.js';
import type { SimulatedWebNode } from './simulated-web-node.js';

export interface EstatePlay {
  readonly plan?: EstatePlan;
  /** What goes wrong, and what must hold of it beside the invariants; throws where it does not. */
  readonly script: (estate: SimulatedEstate) => Promise<Figures | undefined>;
  /** Is told what happened, line by line, when it is over, however it ended. */
  readonly tell?: ((line: string) => void) | undefined;
}

const lookEveryMs = 100;

/**
 * One run: everything starts, the script plays, every fault ends, the views come together, everybody is closed, and the invariants are checked on the history.
 * @throws InvariantBrokenError, and what the script throws
 */
export async function playEstate(seed: number, { plan = {}, script, tell }: EstatePlay): Promise<Figures> {
  const estate = new SimulatedEstate(seed, plan);
  const { history } = estate;
  const stop = onUnhandledRejection((reason) => {
    history.add({ type: 'unhandled', reason });
  });
  try {
    await estate.begin();
    const figures = await script(estate);
    await estate.heal();
    const healedAt = estate.clock.now();
    await converge(estate);
    await estate.end();
    checkInvariants(history);
    const agreedAt = Math.max(...history.all('agreed').map(({ at }) => at));
    return { ...figures, 'ms until the views agree': Math.round(agreedAt - healedAt) };
  } finally {
    stop();
    if (tell !== undefined) for (const entry of history.entries) tell(describeEntry(entry));
  }
}

/**
 * Looks until every web node has the control server's view, and at most for as long as I5 allows; for longer than a heartbeat in every case, because a
 * heartbeat may tell of what was lost before the end of the faults, and until everybody has heard something, because a connection may be dead.
 */
async function converge(estate: SimulatedEstate): Promise<void> {
  const agreed = new Set<SimulatedWebNode>();
  const begun = estate.clock.now();
  const heard = (entry: Entry): boolean => entry.type === 'heard' && entry.event.type !== 'lost' && entry.at > begun;
  const hasHeard = ({ name }: SimulatedWebNode): boolean =>
    estate.history.entries.some((entry) => heard(entry) && 'node' in entry && entry.node === name);
  const longestMs = reconnectionMs + convergenceMs;
  for (let waited = 0; waited < longestMs; waited += lookEveryMs) {
    if (agreed.size === estate.webNodes.length && waited > heartbeatMs && estate.webNodes.every(hasHeard)) return;
    await estate.pass(lookEveryMs);
    const expected = estate.fingerprint;
    for (const node of estate.webNodes) {
      const { fingerprint, source } = node.loadBalancer.health();
      const isRight = fingerprint === expected && source === 'live';
      if (isRight !== agreed.has(node)) estate.history.add({ type: isRight ? 'agreed' : 'disagreed', node: node.name });
      if (isRight) agreed.add(node);
      else agreed.delete(node);
    }
  }
}

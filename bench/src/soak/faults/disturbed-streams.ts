import type { SoakEstate } from '../soak-estate.js';
import type { SoakFault } from './soak-fault.js';
import { oneOf, pause } from './soak-fault.js';

const durationMs = 6_000;
const changes = 6;

/** What may be lost, come twice or come late: an E-mail Server that is unavailable and available again, in turns. */
async function changeSomething(estate: SoakEstate, victim: string): Promise<void> {
  for (let count = 0; count < changes; count += 1) {
    await estate.act(victim, count % 2 === 0 ? 'service-unavailable' : 'available');
    await pause(durationMs / changes);
  }
}

/** The control server misbehaves by order, while the statuses of an application change. */
export const disturbedStreams = (
  kind: string,
  parameters: Readonly<Record<string, number>> = {},
  { isCutFirst = false }: { readonly isCutFirst?: boolean } = {},
): SoakFault => ({
  kind: `event streams: ${kind}`,
  async strike(estate, random) {
    const victim = oneOf(['EmailServer_1', 'EmailServer_2', 'EmailServer_3', 'EmailServer_4'], random);
    await estate.disturb(kind, { durationMs, ...parameters });
    if (isCutFirst) await estate.disturb('cut-streams', {});
    await changeSomething(estate, victim);
    await pause((parameters.durationMs ?? durationMs) - durationMs);
    return `while ${victim} is unavailable and available again, in turns`;
  },
});

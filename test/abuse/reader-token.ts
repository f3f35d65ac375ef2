import { readFileSync } from 'node:fs';
import type { Attempt } from './attempt.js';
import type { Stage } from './stage.js';

/** The token that a web node reads the estate with, as its own process has it. */
function tokenOfWebNode({ estate }: Stage): string {
  const environment = readFileSync(`/proc/${estate.pidOf('WebAPIServer_1')}/environ`, 'utf8').split('\0');
  return environment.find((each) => each.startsWith('ESERVICES_TOKEN='))?.split('=')[1] ?? '';
}

/** For attempts with the token of a web node, which may only read. */
export const asReader = (stage: Stage) => ({ headers: { authorization: `Bearer ${tokenOfWebNode(stage)}` } });

/** Of attempts that need that token. */
export const whereTokenIsFound: Pick<Attempt, 'skippedFor'> =
  process.platform === 'linux' ? {} : { skippedFor: 'the token of a web node is read in /proc, which only Linux has' };

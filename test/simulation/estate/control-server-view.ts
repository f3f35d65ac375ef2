import type { World } from '../../../packages/mock-scs/src/control/world.js';
import { fingerprintOf } from '../../../packages/sdk/src/core/directory/fingerprint.js';
import { reduce } from '../../../packages/sdk/src/core/directory/reduce.js';
import { emptySnapshot } from '../../../packages/sdk/src/core/directory/snapshot.js';
import { decodeSnapshot } from '../../../packages/sdk/src/edge/decode-snapshot.js';

/** The fingerprint of what a control server knows, as a web node would have it that had heard it all at once. */
export function fingerprintOfWorld({ snapshot }: World): string {
  const [event] = decodeSnapshot(JSON.parse(JSON.stringify(snapshot)));
  return fingerprintOf(event === undefined ? emptySnapshot : reduce(emptySnapshot, event, 1));
}

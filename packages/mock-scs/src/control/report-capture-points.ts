import type { Status } from '@eservices-lb/sdk/wire';
import { z } from 'zod';
import type { WorkOfApplication } from './work-board.js';
import type { World } from './world.js';

const workSchema = z.object({
  kind: z.literal('interaction-server'),
  capturePoints: z.array(z.object({ application: z.string(), state: z.enum(['running', 'waiting', 'failed']) })),
});

const statuses = {
  running: 'running',
  waiting: 'service-unavailable',
  failed: 'service-unavailable',
} as const satisfies Record<string, Status>;

type ReportedWorld = Pick<World, 'heard' | 'report'> & {
  readonly configuration: Pick<World['configuration'], 'applications'>;
};

/**
 * A Capture Point has no process (CP-1): it is as the Interaction Server says that runs it, and stopped where none does.
 * @param works what applications show of their work at this moment
 */
export function reportCapturePoints(world: ReportedWorld, works: readonly WorkOfApplication[]): void {
  const capturePoints = world.configuration.applications.filter(
    ({ type, simulated, startInfo }) => type === 'CapturePoint' && !simulated && startInfo === undefined,
  );
  if (capturePoints.length === 0) return;
  const shown = shownBy(works);
  for (const { name } of capturePoints) {
    const status = shown.get(name) ?? 'stopped';
    if (world.heard(name).status !== status) world.report(name, status);
  }
}

/** Of two servers that run the same one, during a switchover, it is the one that runs it well that counts. */
function shownBy(works: readonly WorkOfApplication[]): ReadonlyMap<string, Status> {
  const shown = new Map<string, Status>();
  for (const { work } of works) {
    for (const { application, state } of workSchema.safeParse(work).data?.capturePoints ?? []) {
      if (shown.get(application) !== 'running') shown.set(application, statuses[state]);
    }
  }
  return shown;
}

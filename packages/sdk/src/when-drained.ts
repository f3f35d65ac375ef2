import { runStateOf } from './core/directory/snapshot.js';
import type { Estate } from './core/estate/estate.js';
import type { FailureMemory } from './core/failure-memory.js';
import { ClosedError } from './errors/closed-error.js';
import { InvalidOptionError } from './errors/invalid-option-error.js';
import { waitUntil } from './wait-until.js';
import type { WaitParts } from './wait-until.js';

export interface DrainParts extends WaitParts {
  readonly estate: Estate;
  readonly failureMemory: Pick<FailureMemory, 'inFlight'>;
}

/** What `LoadBalancer.whenDrained` promises. @throws InvalidOptionError, ClosedError */
export async function whenDrained(application: string, parts: DrainParts): Promise<void> {
  if (!isConfigured(application, parts.estate)) {
    throw new InvalidOptionError('application', 'the name of an application in the configuration', application);
  }
  const attempt = (): true | undefined => isDrained(application, parts) || undefined;
  const limit = { timeoutMs: undefined, onTimeout: () => new ClosedError() };
  await waitUntil(attempt, limit, parts);
}

function isDrained(application: string, { estate, failureMemory }: DrainParts): boolean {
  const { status, load } = runStateOf(estate.snapshot, application);
  if (status === 'stopped' || !isConfigured(application, estate)) return true;
  const dbid = estate.scope.serverOf.get(application);
  const isBusyHere = dbid !== undefined && failureMemory.inFlight(dbid) > 0;
  return load === 0 && !isBusyHere && !takesNew(application, estate);
}

/** Whether it is this very member of its pair that new requests are given to. */
function takesNew(application: string, estate: Estate): boolean {
  const dbid = estate.scope.serverOf.get(application);
  const standing = dbid === undefined ? undefined : estate.standing(dbid);
  if (standing?.selectable === undefined) return false;
  const { server, selectable } = standing;
  return (selectable === 'backup' ? server.backup?.application.name : server.application.name) === application;
}

function isConfigured(application: string, { snapshot }: Estate): boolean {
  for (const { name } of snapshot.configuration.applications.values()) if (name === application) return true;
  return false;
}

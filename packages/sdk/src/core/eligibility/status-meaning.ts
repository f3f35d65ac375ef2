import type { Status } from '../../wire/status.js';
import type { AliasState } from '../model/service.js';

/** What a status means for those who have an alias already, and what an operator is told of it. */
export interface StatusMeaning {
  readonly aliasState: AliasState | 'stopped';
  /** A part of a sentence: "ChatServer_1 is …". */
  readonly reason: string;
}

/** The rows of the state table (domain section 2.1). Only `running` takes new requests (LB-4). */
export const meaningOf: Readonly<Record<Status, StatusMeaning>> = {
  running: { aliasState: 'live', reason: 'running' },
  'service-unavailable': { aliasState: 'draining', reason: 'reporting Service Unavailable' },
  suspending: { aliasState: 'draining', reason: 'suspending, finishing what it has' },
  suspended: { aliasState: 'draining', reason: 'suspended' },
  initializing: { aliasState: 'starting', reason: 'initializing' },
  'start-pending': { aliasState: 'starting', reason: 'starting' },
  'start-transition': { aliasState: 'starting', reason: 'starting' },
  'stop-pending': { aliasState: 'draining', reason: 'stopping' },
  'stop-transition': { aliasState: 'draining', reason: 'stopping' },
  stopped: { aliasState: 'stopped', reason: 'stopped' },
  unknown: { aliasState: 'suspect', reason: 'of unknown status, its host or Local Control Agent is lost' },
};

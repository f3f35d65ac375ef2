import type { Snapshot } from '@eservices-lb/sdk';
import type { DirectoryEvent } from '@eservices-lb/sdk';
import type { Entry } from './history.js';

/** One line for people. */
export function describeEntry(entry: Entry): string {
  return `${(entry.at / 1_000).toFixed(3).padStart(9)} s  ${'node' in entry ? `${entry.node} ` : ''}${wordsOf(entry)}`;
}

function wordsOf(entry: Entry): string {
  switch (entry.type) {
    case 'did':
      return `— ${entry.what}`;
    case 'healed':
      return '— nothing is disturbed any more';
    case 'answered':
      return `is answered ${entry.status} by ${entry.host}`;
    case 'lost':
      return 'loses its control server';
    case 'heard':
      return `hears ${eventWords(entry.event)}`;
    case 'applied':
      return `has version ${versionOf(entry.snapshot)}`;
    case 'picked':
      return `picks ${entry.service.application} (${entry.service.member}) for ${entry.wish.tenant}, ${entry.wish.type}`;
    case 'refused':
      return `is refused ${entry.wish.type} for ${entry.wish.tenant}: ${entry.code}`;
    case 'resolved':
      return `resolves to ${entry.service.application} (${entry.service.member}, ${entry.service.state}) for ${entry.tenant}`;
    case 'unresolved':
      return `resolves nothing for ${entry.tenant}: ${entry.code}`;
    case 'asked':
      return `asks ${entry.service.application}: ${entry.reached === undefined ? 'no answer' : `${entry.reached.application} answers`}`;
    case 'promised':
      return `waits (${entry.id}) for ${entry.what}, until ${(entry.deadline / 1_000).toFixed(3)} s`;
    case 'settled':
      return `has done with waiting (${entry.id}): ${entry.outcome}`;
    case 'agreed':
      return "has the control server's view";
    case 'disagreed':
      return "has another view than the control server's";
    case 'counted':
      return `counted ${JSON.stringify(entry.counts)}, ${entry.listenerFailures} failures of listeners`;
    case 'closed':
      return `${entry.who} is closed; ${entry.timers} timers and ${entry.sockets} connections are left`;
    case 'listener-failed':
      return 'has a listener that fails';
    case 'unhandled':
      return `— a rejection that nobody heard of: ${entry.reason}`;
  }
}

const versionOf = ({ epoch, revision }: Pick<Snapshot, 'epoch' | 'revision'>): string => `${epoch}.${revision}`;

function eventWords(event: DirectoryEvent): string {
  switch (event.type) {
    case 'snapshot':
      return `snapshot ${versionOf(event.snapshot)} of ${event.snapshot.applications.length} applications`;
    case 'configuration':
      return `${versionOf(event.change)}: ${event.change.kind} ${event.change.change === 'deleted' ? `${event.change.dbid} deleted` : `${event.change.object.name} ${event.change.change}`}`;
    case 'status':
      return `${versionOf(event.change)}: ${event.change.application} is ${event.change.status}, ${event.change.mode}`;
    case 'heartbeat':
    case 'unrelated':
      return `${event.type} ${versionOf(event.version)}`;
    case 'rejected':
      return `${versionOf(event.version)} rejected: ${event.problem.message}`;
    case 'warning':
      return `a warning: ${event.message}`;
    case 'lost':
      return `that the control server is lost: ${event.reason}`;
  }
}

import type { EntryOf, History } from '../history.js';
import type { Invariant } from './invariant.js';

export const countsTrue: Invariant = {
  name: 'I9',
  words: 'what a web node counts, and shows as metrics, is what happened',
  broken: (history) => history.all('counted').flatMap((entry) => differences(entry, history)),
};

function differences(
  { node, counts, listenerFailures, metrics, version }: EntryOf<'counted'>,
  history: History,
): string[] {
  const heard = history.all('heard').filter((entry) => entry.node === node);
  const happened = {
    losses: heard.filter(({ event }) => event.type === 'lost').length,
    objectsRejected: heard.filter(({ event }) => event.type === 'rejected').length,
    snapshotsHeld: heard.filter(({ event }) => event.type === 'warning' && event.about === 'held-snapshot').length,
    interruptions: interruptionsOf(node, history),
    listenerFailures: history.all('listener-failed').filter((entry) => entry.node === node).length,
    revision:
      history
        .all('applied')
        .filter((entry) => entry.node === node)
        .at(-1)?.snapshot.revision ?? 0,
  };
  const told: readonly [keyof typeof happened, ...(number | undefined)[]][] = [
    ['losses', counts.losses, metrics.eservices_lb_source_losses],
    ['objectsRejected', counts.objectsRejected, metrics.eservices_lb_objects_rejected],
    ['snapshotsHeld', counts.snapshotsHeld, metrics.eservices_lb_snapshots_held],
    ['interruptions', counts.interruptions, metrics.eservices_lb_interruptions],
    ['listenerFailures', listenerFailures, metrics.eservices_lb_listener_failures],
    ['revision', version.revision, metrics.eservices_lb_view_revision],
  ];
  return told.flatMap(([name, ...figures]) =>
    figures
      .filter((figure) => figure !== happened[name])
      .map((figure) => `${node}: ${name} is said to be ${figure ?? 'nothing'} and was ${happened[name]}`),
  );
}

/** How often it was told that an application which runs in its view does so no more. */
function interruptionsOf(node: string, history: History): number {
  let running: EntryOf<'applied'>['snapshot']['statuses'] = new Map();
  let count = 0;
  for (const entry of history.entries) {
    if (entry.type === 'applied' && entry.node === node) running = entry.snapshot.statuses;
    if (entry.type !== 'heard' || entry.node !== node || entry.event.type !== 'status') continue;
    const { application, status } = entry.event.change;
    if (status !== 'running' && running.get(application)?.status === 'running') count += 1;
  }
  return count;
}

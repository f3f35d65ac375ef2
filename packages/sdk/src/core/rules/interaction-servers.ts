import type { ConfigurationIndex, PlacedApplication } from './configuration-index.js';

/** Interaction Server has two application types (MT-6); one of type T-Server is told by the multimedia switch that names it. */
export function interactionServers(index: ConfigurationIndex): readonly PlacedApplication[] {
  return [
    ...index.ofType('InteractionServer'),
    ...index.ofType('TServer').filter((application) => isInteractionServer(application, index)),
  ];
}

export function isInteractionServer({ object }: PlacedApplication, index: ConfigurationIndex): boolean {
  if (object.type === 'InteractionServer') return true;
  return object.type === 'TServer' && index.switchesOf(object.name).some((each) => each.object.type === 'multimedia');
}

/** The Interaction Servers that run a Capture Point: those it is connected with, whichever of the two holds the connection. */
export function interactionServersOf(
  capturePoint: PlacedApplication,
  index: ConfigurationIndex,
): readonly PlacedApplication[] {
  const configured = index.configuredBy(capturePoint);
  const reached = index.reachOf(configured).map(({ to }) => to);
  const clients = index.reachedBy(configured);
  return [...new Set([...reached, ...clients])].filter((application) => isInteractionServer(application, index));
}

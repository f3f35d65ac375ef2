import { interactionServerTypes } from '../application-server/interaction-server-type.js';
import type { PassedMethods } from '../proxy/passed-methods.js';
import { proxyServer } from '../proxy/proxy-server.js';

/** What a desktop may ask of an Interaction Server. Routing, reservations and external services are no business of desktops. */
export const passedToInteractionServer: PassedMethods = new Map([
  // The number of an interaction is its media server's own: submitted twice, it is one.
  ['interaction.submit', { isRepeatable: true }],
  ['interaction.list', { isRepeatable: true }],
  // Somebody may have brought it further in between; then a repetition would be refused, though the first was carried out.
  ['interaction.state', { isRepeatable: false }],
]);

/** Starts an Interaction Server Proxy. */
export const startInteractionServerProxy = proxyServer({
  serverTypes: interactionServerTypes,
  passed: passedToInteractionServer,
});

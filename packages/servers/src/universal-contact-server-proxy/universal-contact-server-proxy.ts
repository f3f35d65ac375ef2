import type { PassedMethods } from '../proxy/passed-methods.js';
import { proxyServer } from '../proxy/proxy-server.js';

/** What a desktop may ask of a Universal Contact Server, which only tells. */
export const passedToUniversalContactServer: PassedMethods = new Map([
  ['contact.find', { isRepeatable: true }],
  ['contact.interactions', { isRepeatable: true }],
]);

/** Starts a Universal Contact Server Proxy. */
export const startUniversalContactServerProxy = proxyServer({
  serverTypes: ['UniversalContactServer'],
  passed: passedToUniversalContactServer,
});

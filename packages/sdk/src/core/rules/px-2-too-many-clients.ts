import type { PlacedApplication } from './configuration-index.js';
import { subject, toApplication } from './object-references.js';
import type { Rule, RuleContext } from './rule.js';

/** "You can anticipate performance issues when the number of clients exceeds 10,000." */
const manyClients = 10_000;

const proxyOf: ReadonlyMap<string, string> = new Map([
  ['InteractionServer', 'InteractionServerProxy'],
  ['UniversalContactServer', 'UniversalContactServerProxy'],
]);

export const px2: Rule = {
  id: 'PX-2',
  severity: 'warning',
  title: 'More than 10,000 clients connect through proxies',
  reason:
    'Each direct client costs Interaction Server and UCS a connection, and beyond 10,000 performance suffers. A proxy gathers thousands of clients into one connection.',
  remedy: 'Put proxies between the clients and the server: 20,000 clients over ten proxies are ten connections.',
  *check(context) {
    for (const [type, proxy] of proxyOf) {
      for (const server of context.index.ofType(type)) {
        const clients = directClientsOf(server, context);
        if (clients <= manyClients) continue;
        yield {
          path: ['applications', server.at],
          message: `${subject(server)}: it has ${clients.toLocaleString('en')} direct clients, and above ${manyClients.toLocaleString('en')} performance trouble is to be expected`,
          objects: [toApplication(server)],
          remedy: `Let the clients connect to instances of ${proxy}: 20,000 clients over ten proxies are ten connections.`,
        };
      }
    }
  },
};

/** Those that are configured, or those that the running instance reports as its load, whichever are more. */
function directClientsOf({ object, clients }: PlacedApplication, { facts }: RuleContext): number {
  return Math.max(clients.length, facts.status(object.name)?.load ?? 0);
}

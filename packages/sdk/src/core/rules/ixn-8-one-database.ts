import { pathOf } from './configuration-index.js';
import { databasesOf } from './databases-of.js';
import { interactionServers } from './interaction-servers.js';
import { subject, toApplication, toDatabase } from './object-references.js';
import type { Rule } from './rule.js';

export const ixn8: Rule = {
  id: 'IXN-8',
  severity: 'error',
  title: 'Interaction Server works with one database',
  reason:
    'Interaction Server balances over several Database Access Points, which it takes for ways to the same database; with two databases it would find half of its interactions in each.',
  remedy: 'Let all Database Access Points of the Interaction Server lead to one database.',
  *check({ index }) {
    for (const server of interactionServers(index)) {
      if (index.isLinkedBackup(server)) continue;
      const reached = databasesOf(server, index);
      const first = reached[0]?.database;
      for (const { database, reach } of reached) {
        if (database === first) continue;
        yield {
          path: pathOf(reach),
          message: `${subject(server)}: its Database Access Point "${reach.to.object.name}" leads to "${database}", the others to "${first ?? ''}"`,
          objects: [toApplication(server), toApplication(reach.to), toDatabase(database)],
          remedy: `Let "${reach.to.object.name}" lead to "${first ?? ''}", or take it off the Connections.`,
        };
      }
    }
  },
};

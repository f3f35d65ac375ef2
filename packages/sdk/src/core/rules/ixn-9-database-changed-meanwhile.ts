import { databasesOf } from './databases-of.js';
import { interactionServers } from './interaction-servers.js';
import { quoted, subject, toApplication, toDatabase } from './object-references.js';
import type { Rule } from './rule.js';

export const ixn9: Rule = {
  id: 'IXN-9',
  severity: 'warning',
  title: 'A Database Access Point is not changed under a running Interaction Server',
  reason:
    'A running Interaction Server reports the change as an error and goes on with its first database; but a backup that takes over knows only the new configuration, and works with the new database. The interactions are then in two.',
  remedy:
    'Let the Database Access Point lead to the first database again, or stop primary and backup before changing it.',
  *check({ index, facts }) {
    for (const server of interactionServers(index)) {
      const { name } = server.object;
      const { databases } = facts.startedWith(name);
      if (databases === undefined || databases.length === 0 || !facts.mayRun(name)) continue;
      for (const { database, reach } of databasesOf(server, index)) {
        if (databases.includes(database)) continue;
        yield {
          path: ['applications', reach.to.at, 'database'],
          message: `${subject(reach.to)}: it now leads to "${database}", but "${name}" runs with ${quoted(databases)} and goes on so; after a switchover the other of the pair would work with "${database}"`,
          objects: [toApplication(reach.to), toApplication(server), toDatabase(database)],
          remedy: `Let "${reach.to.object.name}" lead to ${quoted(databases)} again, or stop the Interaction Server and its backup before changing it.`,
        };
      }
    }
  },
};

import { interactionServers } from './interaction-servers.js';
import { subject, toApplication } from './object-references.js';
import type { Rule } from './rule.js';

export const ixn10: Rule = {
  id: 'IXN-10',
  severity: 'warning',
  title: 'Warm standby of Interaction Server needs the Local Control Agents of both hosts',
  reason:
    'Solution Control Server tells primary and backup their roles through the Local Control Agents of their hosts. Where one is not running or not connected, there is no switchover.',
  remedy: 'Start the Local Control Agent of the host, and see that it is connected to Solution Control Server.',
  *check({ index, facts }) {
    for (const primary of interactionServers(index)) {
      const backup = primary.backup;
      if (backup === undefined) continue;
      for (const member of [primary, backup]) {
        const { host } = member.object;
        const status = host === undefined ? undefined : facts.hostStatus(host);
        if (host === undefined || status === undefined || status === 'running') continue;
        yield {
          path: ['applications', member.at, 'host'],
          message: `${subject(member)}: the Local Control Agent of its host "${host}" is ${status}, so there is no switchover between "${primary.object.name}" and "${backup.object.name}"`,
          objects: [toApplication(member), { kind: 'host', name: host }],
        };
      }
    }
  },
};

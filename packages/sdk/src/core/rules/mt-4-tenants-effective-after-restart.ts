import type { PlacedApplication } from './configuration-index.js';
import { isInteractionServer } from './interaction-servers.js';
import { quoted, subject, toApplication } from './object-references.js';
import type { Rule, RuleContext } from './rule.js';
import { tenantChangeEffect } from './tenant-change.js';

export const mt4: Rule = {
  id: 'MT-4',
  severity: 'warning',
  title: 'A change of tenants waits for the restart of some servers',
  reason:
    'SMS Server, Social Messaging Server, and Interaction Server before 8.1.2 read their tenants only when they start. All others take a change at once.',
  remedy: 'Restart the application for the change to take effect.',
  *check(context) {
    const { index } = context;
    for (const application of index.applications) {
      if (!readsTenantsAtStart(application, context)) continue;
      const running = tenantsOfRunning(application, context);
      const configured = index.configuredBy(application).object.tenants;
      if (running === undefined || isSameSet(running, configured)) continue;
      yield {
        path: ['applications', application.at, 'tenants'],
        message: `${subject(application)}: the running instance goes on working for ${tenantsNamed(running)} until it is restarted, not for ${tenantsNamed(configured)} as configured`,
        objects: [toApplication(application)],
      };
    }
  },
};

function readsTenantsAtStart(application: PlacedApplication, { index }: RuleContext): boolean {
  const { type, version } = application.object;
  const meant = isInteractionServer(application, index) ? 'InteractionServer' : type;
  return tenantChangeEffect({ type: meant, version }) === 'at-restart';
}

function tenantsOfRunning({ object }: PlacedApplication, { facts }: RuleContext): readonly string[] | undefined {
  if (!facts.mayRun(object.name)) return undefined;
  return facts.startedWith(object.name).tenants ?? facts.status(object.name)?.tenants;
}

const isSameSet = (some: readonly string[], others: readonly string[]): boolean =>
  some.every((one) => others.includes(one)) && others.every((one) => some.includes(one));

const tenantsNamed = (tenants: readonly string[]): string => (tenants.length === 0 ? 'no tenant' : quoted(tenants));

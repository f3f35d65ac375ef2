import { applicationPage } from '../application/application-page.js';
import { applicationsPage } from './applications-page.js';
import { balancePage } from '../balance/balance-page.js';
import { configurationPage } from './configuration-page.js';
import { editorPage } from '../editor/editor-page.js';
import { eventsPage } from '../events/events-page.js';
import { faultsPage } from './faults-page.js';
import { hostPage } from './host-page.js';
import { hostsPage } from './hosts-page.js';
import { interactionsPage } from '../interactions/interactions-page.js';
import { missingPage } from './missing-page.js';
import { tenantPage } from './tenant-page.js';
import { tenantsPage } from './tenants-page.js';
import { topologyPage } from '../topology/topology-page.js';

const routes = [
  [/^\/?$/, topologyPage],
  [/^\/topology$/, topologyPage],
  [/^\/applications$/, applicationsPage],
  [/^\/applications\/([^/]+)$/, applicationPage],
  [/^\/hosts$/, hostsPage],
  [/^\/hosts\/([^/]+)$/, hostPage],
  [/^\/tenants$/, tenantsPage],
  [/^\/tenants\/([^/]+)$/, tenantPage],
  [/^\/configuration$/, configurationPage],
  [/^\/edit\/([^/]+)\/([^/]+)$/, editorPage],
  [/^\/new\/([^/]+)$/, editorPage],
  [/^\/events$/, eventsPage],
  [/^\/balance$/, balancePage],
  [/^\/interactions$/, interactionsPage],
  [/^\/faults$/, faultsPage],
];

/** The page that an address of the manner `#/applications/ChatServer_1?query` names. */
export function pageAt(hash) {
  const [path, query = ''] = hash.replace(/^#/, '').split('?');
  for (const [pattern, page] of routes) {
    const parameters = pattern.exec(path)?.slice(1).map(decoded);
    if (parameters !== undefined) return { page, path, parameters, query: new URLSearchParams(query) };
  }
  return { page: missingPage, path, parameters: [path], query: new URLSearchParams() };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

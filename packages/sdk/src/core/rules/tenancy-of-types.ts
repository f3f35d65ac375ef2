import type { KnownServerType } from '../../wire/server-type.js';

/** "The following eServices applications can be shared across tenants" (MT-2). */
const shareable: ReadonlySet<string> = new Set<KnownServerType>([
  'ChatServer',
  'ClassificationServer',
  'InteractionServer',
  'SMSServer',
  'SocialMessagingServer',
  'UniversalContactServer',
  'WebAPIServer',
]);

/** "For all other eServices applications you must deploy one instance per tenant." (MT-2) */
const notShareable: ReadonlySet<string> = new Set<KnownServerType>([
  'CallbackServer',
  'CoBrowsingServer',
  'EmailServer',
  'InteractionServerProxy',
  'TrainingServer',
  'UniversalContactServerProxy',
]);

/** Those that "can have more than one Tenant specified" without any condition (MT-3). */
const mayListSeveral: ReadonlySet<string> = new Set<KnownServerType>([
  'ChatServer',
  'ClassificationServer',
  'InteractionServer',
  'SMSServer',
  'UniversalContactServer',
]);

/**
 * Whether the rules of tenancy speak of the type. They speak of eServices applications: not of the servers around them (database, Stat, routing
 * and third-party servers, say), nor of objects that stand for something else (Application Cluster, Database Access Point; a Capture Point has MT-8).
 */
export const isEServicesType = (type: string): boolean => shareable.has(type) || notShareable.has(type);

export const isShareable = (type: string): boolean => shareable.has(type);

export const mayListSeveralTenants = (type: string): boolean => mayListSeveral.has(type);

export const typesNotShareable: readonly string[] = [...notShareable];

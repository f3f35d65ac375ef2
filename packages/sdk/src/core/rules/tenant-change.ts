import type { Application } from '../../wire/application.js';
import { isBefore } from './releases.js';

/** From when on a running application works with other tenants than before (MT-4). */
export type TenantChangeEffect = 'immediately' | 'at-restart';

const alwaysAtRestart: readonly string[] = ['SMSServer', 'SocialMessagingServer'];

/** MT-4: a change of tenants waits for the restart of SMS Server, Social Messaging Server, and Interaction Server before 8.1.2. */
export function tenantChangeEffect({ type, version }: Pick<Application, 'type' | 'version'>): TenantChangeEffect {
  if (alwaysAtRestart.includes(type)) return 'at-restart';
  return type === 'InteractionServer' && isBefore(version, '8.1.2') ? 'at-restart' : 'immediately';
}

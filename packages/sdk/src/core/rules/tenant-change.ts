import type { Application } from '../../wire/application.js';

/** From when on a running application works with other tenants than before (MT-4). */
export type TenantChangeEffect = 'immediately' | 'at-restart';

const alwaysAtRestart: readonly string[] = ['SMSServer', 'SocialMessagingServer'];
const firstImmediateInteractionServer = [8, 1, 2];

/** MT-4: a change of tenants waits for the restart of SMS Server, Social Messaging Server, and Interaction Server before 8.1.2. */
export function tenantChangeEffect({ type, version }: Pick<Application, 'type' | 'version'>): TenantChangeEffect {
  if (alwaysAtRestart.includes(type)) return 'at-restart';
  return type === 'InteractionServer' && isBefore(version, firstImmediateInteractionServer)
    ? 'at-restart'
    : 'immediately';
}

/** `8.1.101.13` is not before `8.1.2`: numbers are compared part by part, and a missing part counts as 0. */
function isBefore(version: string, other: readonly number[]): boolean {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  for (const [index, number] of other.entries()) {
    const part = parts[index] ?? 0;
    if (part !== number) return part < number;
  }
  return false;
}

import type { EstateConfiguration } from '@eservices-lb/sdk/rules';
import type { Application } from '@eservices-lb/sdk/wire';

/** Who of a pair: by configuration, not by who serves at the moment. */
export type Member = 'primary' | 'backup';

/** A primary application and the backup that its configuration names (BK-4). */
export interface WarmPair {
  readonly primary: Application;
  readonly backup: Application;
}

export const otherMember = (member: Member): Member => (member === 'primary' ? 'backup' : 'primary');

/** The same for as long as the pair is made of the same two applications. */
export const keyOfPair = ({ primary, backup }: WarmPair): string => `${primary.name}/${backup.name}`;

/** Every pair of a configuration. An application is in one pair at most: where a configuration says otherwise (BK-4), the first counts. */
export function warmPairs({ applications }: EstateConfiguration): readonly WarmPair[] {
  const withBackup = applications.filter(({ backup }) => backup !== undefined);
  if (withBackup.length === 0) return [];
  const byName = new Map(applications.map((application) => [application.name, application]));
  const taken = new Set<string>();
  return withBackup.flatMap((primary) => {
    const backup = byName.get(primary.backup ?? '');
    if (backup === undefined || backup === primary || taken.has(primary.name) || taken.has(backup.name)) return [];
    taken.add(primary.name).add(backup.name);
    return [{ primary, backup }];
  });
}

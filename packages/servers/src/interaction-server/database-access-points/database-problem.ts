import { RequestError } from '../../application-server/request-error.js';
import { named } from './judge-databases.js';
import type { Judgement } from './judge-databases.js';

/** What stands between an Interaction Server and its database. */
export interface DatabaseSituation {
  readonly judgement: Judgement;
  /** Another server of the pair took over. */
  readonly isSuperseded: boolean;
  readonly isBackup: boolean;
  /** Some Database Access Point is in use. */
  readonly isUsable: boolean;
}

/** In one sentence that says what to do; nothing, where all is well. */
export function problemOf({ judgement, isSuperseded, isUsable }: DatabaseSituation): string | undefined {
  if (isSuperseded) return 'The other server of the pair became primary while this one stood still: ask that one.';
  if (isUsable) return undefined;
  switch (judgement.type) {
    case 'unconfirmed':
      return `The Database Access Points lead to ${named(judgement.found)}, but this server or its pair worked with ${named(judgement.expected)}: let them lead there again, or confirm the database (action confirm-database, IXN-9).`;
    case 'different':
      return `The Database Access Points lead to several databases, ${judgement.databases.map(named).join(' and ')}: let all of them lead to one (IXN-8).`;
    case 'usable':
    case 'lost':
      return 'No Database Access Point leads to the database at the moment: see that the DB Servers and the database run.';
  }
}

const onlyBackup = 'This server is the backup of its pair now: ask its primary.';
const onlyBecoming = 'This server is only becoming primary: try again in a moment.';

/** What to answer to whoever needs the database. */
export function refusalOf(situation: DatabaseSituation): RequestError {
  const { judgement, isSuperseded, isBackup, isUsable } = situation;
  const problem = problemOf(situation) ?? (isBackup ? onlyBackup : onlyBecoming);
  if (isSuperseded) return new RequestError(503, 'NOT_PRIMARY', problem);
  if (!isUsable && (judgement.type === 'unconfirmed' || judgement.type === 'different'))
    return new RequestError(503, 'DATABASE_NOT_CONFIRMED', problem);
  return new RequestError(503, isBackup ? 'NOT_PRIMARY' : 'DATABASE_UNAVAILABLE', problem);
}

import type { Snapshot } from '@eservices-lb/sdk';
import type { EntryOf } from '../history.js';
import type { Invariant } from './invariant.js';
import { addressIn, applicationNamed, withViews } from './views.js';

export const wholeSnapshots: Invariant = {
  name: 'I10',
  words: 'a pick, also one in the middle of a change, is made with one view as a whole, the last one told',
  broken: (history) =>
    [...withViews(history)].flatMap(([entry, view]) => {
      if (entry.type !== 'picked' || view === undefined) return [];
      const reason = mixture(entry, view);
      return reason === undefined
        ? []
        : [`${entry.node} picked ${entry.service.application} at ${entry.at}: ${reason}`];
    }),
};

/** Name, DBID, host and port of what was picked stand side by side in the one view. */
function mixture({ service, version }: EntryOf<'picked'>, view: Snapshot): string | undefined {
  if (version.epoch !== view.epoch || version.revision !== view.revision) {
    return `its view was ${version.epoch}.${version.revision}, and ${view.epoch}.${view.revision} was told`;
  }
  const { dbid } = applicationNamed(view, service.application) ?? {};
  if (dbid !== service.dbid) return `its DBID is ${dbid ?? 'none'}, not ${service.dbid}`;
  const address = addressIn(view, service) ?? 'none';
  const given = `${service.host}:${service.port}`;
  return address === given ? undefined : `its address is ${address}, not ${given}`;
}

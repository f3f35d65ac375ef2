import { recordIn, recordsIn, textIn } from '../work/reading.js';

/** The Database Access Points of an Interaction Server, as configured and as it finds them, and the databases that they lead to (IXN-8, IXN-9). */
export function databaseAccessPoints({ application, work }, estate) {
  const shown = new Map(recordsIn(work.databaseAccessPoints).map((each) => [textIn(each.application), each]));
  const names = [...new Set([...configured(application, estate), ...[...shown.keys()].filter(Boolean)])];
  const original = recordIn(work.database);
  const found = names.map((name) => pointOf(name, recordIn(shown.get(name)), { estate, original }));
  const identities = new Map(found.filter(({ isOther }) => !isOther).map((each) => [each.database, each.identity]));
  const points = found.map((each) => ({ ...each, leadsTo: databaseKey(each, identities) }));
  return { points, databases: databasesOf(points) };
}

const configured = ({ connections }, estate) =>
  connections
    .map(({ application }) => application)
    .filter((name) => estate.get('application', name)?.type === 'DatabaseAccessPoint');

function pointOf(name, { state, database, identity, statements, problem }, { estate, original }) {
  const isOther = state === 'another database';
  return {
    ...{ name, isOther, statements, isLost: state === 'lost' },
    problem: textIn(problem),
    state: textIn(state),
    database:
      textIn(database) ?? (isOther ? undefined : textIn(original.name)) ?? estate.get('application', name)?.database,
    identity: textIn(identity) ?? (isOther ? undefined : textIn(original.identity)),
  };
}

/** The same for all that lead to one database: its identity, and where that is not known its name in the configuration. */
function databaseKey({ isOther, identity, database }, identities) {
  if (isOther) return `other ${identity ?? database ?? ''}`;
  return `own ${identity ?? identities.get(database) ?? database ?? ''}`;
}

function databasesOf(points) {
  const own = new Set(points.filter(({ isOther }) => !isOther).map(({ database }) => database));
  return [...new Set(points.map(({ leadsTo }) => leadsTo))].map((key) => {
    const leading = points.filter(({ leadsTo }) => leadsTo === key);
    const { isOther } = leading[0];
    return {
      ...{ key, isOther },
      // The name in the configuration may not have changed, or is not yet known.
      name: leading.find(({ database }) => database !== undefined && !(isOther && own.has(database)))?.database,
      identity: leading.find(({ identity }) => identity !== undefined)?.identity,
    };
  });
}

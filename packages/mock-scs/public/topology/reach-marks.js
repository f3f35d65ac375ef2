/** How an application is marked while the reach of a server is shown: whether it is reached, and the reason. Undefined where no reach is shown. */
export function reachMarks(reach, structure, estate) {
  if (reach === undefined) return () => undefined;
  const { byName, application: server } = reach;
  return (name) => {
    if (name === server) return { state: 'chosen', text: 'seen from here' };
    const own = byName.get(name);
    if (own !== undefined) return { state: own.isSelectable ? 'reached' : 'unreached', text: own.reasons.join('; ') };
    const primary = structure.primaryOf.get(name);
    if (primary !== undefined) return { state: 'unreached', text: `the backup of ${primary}` };
    const cluster = estate.get('application', name);
    const isThrough =
      estate.get('application', server)?.connections.some(({ application }) => application === name) &&
      cluster?.connections.some(({ application }) => byName.get(application)?.isSelectable);
    return isThrough
      ? { state: 'reached', text: 'leads to its members', isCluster: true }
      : { state: 'unreached', text: 'a cluster it does not go through' };
  };
}

/** What is worth a box of its own while a reach is shown: the server, and what it reaches. */
export const pinnedBy = (reach) =>
  new Set(
    reach === undefined
      ? []
      : [
          reach.application,
          ...reach.candidates.filter(({ isSelectable }) => isSelectable).map(({ application }) => application),
        ],
  );

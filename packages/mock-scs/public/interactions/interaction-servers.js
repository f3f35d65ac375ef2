import { recordIn } from '../work/reading.js';

const byName = new Intl.Collator('en', { numeric: true });

/** Every Interaction Server of the estate, of either application type (MT-6), with what it shows; each backup after its primary. */
export function interactionServers(estate, byApplication) {
  const ofSwitches = new Set(estate.all('switch').map(({ application }) => application));
  const shownKind = ({ name }) => recordIn(byApplication.get(name)?.work).kind;
  return estate
    .all('application')
    .filter(
      (each) =>
        each.type === 'InteractionServer' ||
        (each.type === 'TServer' && ofSwitches.has(each.name)) ||
        shownKind(each) === 'interaction-server',
    )
    .sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary) || byName.compare(a.name, b.name))
    .map((application) => described(application, estate, byApplication));
}

function described(application, estate, byApplication) {
  const { name } = application;
  const { status, mode } = estate.status(name);
  const shown = byApplication.get(name)?.work;
  const work = recordIn(shown);
  const isPrimary = typeof work.isPrimary === 'boolean' ? work.isPrimary : mode !== 'backup';
  return {
    application,
    name,
    status,
    mode,
    work,
    isShown: shown !== undefined,
    isServing: shown !== undefined && isPrimary,
  };
}

/** The records of a list of the work of all servers that serve, each with the name of its server. */
export const fromServing = (servers, listOf) =>
  servers
    .filter(({ isServing }) => isServing)
    .flatMap(({ name, work }) => listOf(work).map((each) => ({ ...each, server: name })));

import { h } from '../dom/element.js';
import { staleNote } from '../work/stale-note.js';
import { workStore } from '../work/work-store.js';
import { advicePart } from './advice-part.js';
import { capturePointsPart } from './capture-points-part.js';
import { databasesPart } from './databases-part.js';
import { externalServicesPart } from './external-services-part.js';
import { interactionServers } from './interaction-servers.js';
import { numbersPart } from './numbers-part.js';
import { overview } from './overview.js';
import { absentTogether } from './part.js';
import { proxiesPart } from './proxies-part.js';
import { queuesPart } from './queues-part.js';
import { room } from './room.js';
import { serversPart } from './servers-part.js';
import { socialPart } from './social-part.js';
import { strategiesPart } from './strategies-part.js';
import { trainingPart } from './training-part.js';

/** The cards in their columns. */
const parts = [
  [serversPart, queuesPart, strategiesPart, externalServicesPart],
  [proxiesPart, databasesPart, capturePointsPart, numbersPart, socialPart, trainingPart],
];

/** What becomes of interactions: who brings them, where they wait, who routes them, who is asked about them, and where they are kept. */
export const interactionsPage = {
  section: 'interactions',
  title: () => 'Interactions',
  open(context) {
    workStore.open(context);
  },
  close() {
    workStore.close();
  },
  render(context) {
    const { estate } = context;
    const byApplication = workStore.byApplication;
    const head = [
      h('h1', {}, 'Interactions'),
      h('p', { class: 'lead' }, 'Where interactions come from, wait and go, as the servers show it at this moment.'),
      staleNote(workStore.problem),
    ];
    if (byApplication === undefined) return [...head, h('p', { class: 'card empty' }, 'Asking …')];
    const servers = interactionServers(estate, byApplication);
    const shown = { ...context, byApplication, servers, room: room() };
    const columns = columnsOf(shown);
    return [
      ...head,
      overview(shown),
      advicePart(context),
      h(
        'div',
        { key: 'parts', class: 'parts' },
        columns.map((column, index) => h('div', { key: index }, column)),
      ),
    ];
  },
};

/** What there is to be drawn; what is not in the configuration is said at the end. */
function columnsOf(shown) {
  const drawn = parts.map((column) => column.map((draw) => draw(shown)).filter((each) => each !== undefined));
  const [left, right] = drawn.map((column) => column.filter(({ isAbsent }) => !isAbsent));
  const absent = drawn.flat().filter(({ isAbsent }) => isAbsent);
  return [left, absent.length === 0 ? right : [...right, absentTogether(absent)]].filter((column) => column.length > 0);
}

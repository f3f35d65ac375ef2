import { h } from '../dom/element.js';
import { missingWork } from '../work/missing-work.js';
import { recordIn } from '../work/reading.js';
import { staleNote } from '../work/stale-note.js';
import { workStore } from '../work/work-store.js';
import { shownValue } from './shown-value.js';

/** What the application shows of its work, in its own words and figures, whatever they are. */
export function workPart(application, estate) {
  const { name, type } = application;
  if (type === 'ApplicationCluster' || workStore.byApplication === undefined) return undefined;
  const shown = workStore.byApplication.get(name);
  return h(
    'section',
    { key: 'work', class: 'card own-work', 'aria-label': 'Work' },
    h('h2', {}, 'Work'),
    staleNote(workStore.problem),
    shown === undefined
      ? h('p', { class: 'quiet' }, missingWork(application, estate, 'It'))
      : shownValue(withoutKind(recordIn(shown.work))),
  );
}

/** What kind of server it is stands at the head of the page already. */
const withoutKind = ({ kind, ...rest }) => (Object.keys(rest).length === 0 ? { kind } : rest);

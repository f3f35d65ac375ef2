import { h } from '../dom/element.js';
import { counted, statusMark } from '../parts/marks.js';
import { controlsOf } from './controls.js';
import { listOf } from './list.js';
import { pictureOf } from './picture.js';
import { Reach } from './reach.js';
import { pinnedBy, reachMarks } from './reach-marks.js';
import { reachPanel } from './reach-panel.js';
import { structureOf } from './structure.js';
import { viewOf } from './view.js';

const smallScreen = matchMedia('(max-width: 46rem)');
const reachOf = new Reach();
const toggled = new Set();
const usual = { text: '', by: 'type', form: '', server: '', tenant: '' };
const legend = [
  'running',
  'initializing',
  'service-unavailable',
  'suspended',
  'stop-pending',
  'stopped',
  'unknown',
  'cluster',
];
/** Padding and borders of the page and of the canvas. */
const sidesOfCanvas = 76;
let choices = usual;
let active;

/** The estate as a picture, with what a server reaches for a tenant. */
export const topologyPage = {
  section: 'topology',
  title: () => 'Topology',
  read({ query }) {
    choices = { ...usual, ...Object.fromEntries([...query].filter(([name]) => name in usual)) };
  },
  close() {
    reachOf.close();
    active = undefined;
  },
  render(context) {
    const { estate, refresh } = context;
    const structure = structureOf(estate, choices.by);
    const reach = reachOf.current(choices, context);
    const view = viewOf(structure, estate, { text: choices.text, toggled, pinned: pinnedBy(reach) });
    const markOf = reachMarks(reach, structure, estate);
    const isList = choices.form === 'list' || (choices.form === '' && smallScreen.matches);
    const shown = {
      ...{ structure, view, estate, markOf, reach, active, by: choices.by },
      width: document.getElementById('page').clientWidth - sidesOfCanvas,
      onToggle: (key) => {
        if (!toggled.delete(key)) toggled.add(key);
        refresh();
      },
      onActive: (anchor) => {
        if (anchor === active) return;
        active = anchor;
        refresh();
      },
    };
    return [
      h('h1', {}, 'Topology'),
      h('p', { class: 'lead' }, sizeText(estate)),
      controlsOf({ estate, choices, onChange: (change) => choose(change, refresh) }),
      isList && reach && reachPanel(reach),
      view.groups.length === 0
        ? h('p', { key: 'none', class: 'card empty' }, 'Nothing matches the filter.')
        : isList
          ? listOf(shown)
          : h('div', { key: 'canvas', class: 'canvas', tabindex: -1 }, pictureOf(shown)),
      view.groupsLeft > 0 &&
        h('p', { class: 'quiet' }, `${counted(view.groupsLeft, 'group')} more: filter to see them`),
      !isList &&
        h(
          'p',
          { key: 'legend', class: 'legend' },
          legend.map((status) => statusMark(status)),
          h('span', { class: 'quiet' }, 'dashed: disabled · bracket: primary and backup'),
        ),
      !isList && reach && reachPanel(reach),
    ];
  },
};

/** The address keeps what is chosen, so that it can be passed on and comes back with the way back. */
function choose(change, refresh) {
  choices = { ...choices, ...change };
  const chosen = Object.entries(choices).filter(([, value]) => value !== '' && value !== 'type');
  const query = new URLSearchParams(chosen).toString();
  history.replaceState(null, '', `#/topology${query === '' ? '' : `?${query}`}`);
  refresh();
}

function sizeText(estate) {
  const sizes = ['application', 'host', 'tenant'].map((kind) => counted(estate.size(kind), kind));
  return sizes.join(' · ');
}

import { h } from '../dom/element.js';
import { findingList } from '../editor/finding-item.js';
import { findingsStore } from '../editor/findings-store.js';
import { kinds } from '../estate/kinds.js';
import { linkTo } from '../parts/links.js';
import { counted } from '../parts/marks.js';
import { allows } from '../session/session.js';

const mostFindings = 200;
const mostNames = 60;

/** What the rules say of the configuration in use, and the objects of every kind. */
export const configurationPage = {
  section: 'configuration',
  title: () => 'Configuration',
  render(context) {
    return [
      h('h1', {}, 'Configuration'),
      findings(findingsStore.current(context)),
      h(
        'div',
        { class: 'columns' },
        Object.keys(kinds).map((kind) => kindCard(kind, context.estate)),
      ),
    ];
  },
};

function findings(found) {
  const title =
    found === undefined
      ? 'Asking the rules …'
      : found.length === 0
        ? 'The rules of the guide find nothing wrong'
        : `${counted(found.length, 'finding')} of the rules`;
  return h(
    'section',
    { key: 'findings', class: 'card', 'aria-label': 'Findings' },
    h('h2', {}, h('span', { 'aria-live': 'polite' }, title)),
    found?.length > 0 && findingList(found.slice(0, mostFindings)),
    found?.length > mostFindings && h('p', { class: 'quiet' }, `and ${found.length - mostFindings} more`),
  );
}

function kindCard(kind, estate) {
  const { label, plural } = kinds[kind];
  const objects = estate.all(kind);
  return h(
    'section',
    { key: kind, class: 'card', 'aria-label': plural },
    h('h2', {}, plural, ' ', h('span', { class: 'quiet' }, String(objects.length))),
    h(
      'ul',
      { class: 'names' },
      objects
        .slice(0, mostNames)
        .map(({ name, state }) =>
          h(
            'li',
            { key: name },
            linkTo(kind, name),
            state === 'disabled' && h('small', { class: 'tone-bad' }, ' disabled'),
          ),
        ),
    ),
    objects.length > mostNames && h('p', { class: 'quiet' }, `and ${objects.length - mostNames} more`),
    allows('configure') &&
      h(
        'p',
        {},
        h('a', { class: 'button', href: `#/new/${kind}`, 'aria-label': `Add: ${label.toLowerCase()}` }, 'Add'),
      ),
  );
}

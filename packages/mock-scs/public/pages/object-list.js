import { h } from '../dom/element.js';
import { counted } from '../parts/marks.js';
import { moreButton } from '../parts/more-button.js';
import { searchField } from '../parts/search-field.js';
import { allows } from '../session/session.js';

const step = 100;

/** A page of all objects of a kind: `columns` are their names, `cellsOf` gives the contents of the row of an object, the first its heading. */
export function objectListPage({ section, kind, title, columns, prepare, cellsOf }) {
  let sought = '';
  let shown = step;
  return {
    section,
    title: () => title,
    render(context) {
      const { estate, refresh } = context;
      const text = sought.trim().toLowerCase();
      const found = estate.all(kind).filter(({ name }) => name.toLowerCase().includes(text));
      const prepared = prepare(estate);
      return [
        h('h1', {}, title),
        h(
          'div',
          { class: 'controls', role: 'search', 'aria-label': `Which ${title.toLowerCase()}` },
          searchField({
            ...{ label: 'Name', value: sought },
            onText: (value) => {
              [sought, shown] = [value, step];
              refresh();
            },
          }),
          allows('configure') && h('a', { class: 'button', href: `#/new/${kind}` }, `Add a ${kind}`),
        ),
        h('p', { class: 'quiet', role: 'status' }, counted(found.length, kind)),
        found.length > 0 &&
          h(
            'table',
            { class: 'cards-on-phone' },
            h(
              'thead',
              {},
              h(
                'tr',
                {},
                columns.map((label) => h('th', { scope: 'col' }, label)),
              ),
            ),
            h(
              'tbody',
              {},
              found.slice(0, shown).map((each) => row(each.name, columns, cellsOf(each, estate, prepared))),
            ),
          ),
        moreButton({
          ...{ left: found.length - shown, noun: kind },
          onMore: () => {
            shown += step;
            refresh();
          },
        }),
      ];
    },
  };
}

const row = (name, columns, [heading, ...cells]) =>
  h(
    'tr',
    { key: name },
    h('th', { scope: 'row' }, heading),
    cells.map((cell, index) => h('td', { key: index, 'data-label': columns[index + 1] }, cell)),
  );

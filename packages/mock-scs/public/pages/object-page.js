import { actionPanel } from '../application/action-panel.js';
import { facts } from '../application/facts.js';
import { h } from '../dom/element.js';
import { objectFindings } from '../editor/object-findings.js';
import { objectEvents } from '../events/object-events.js';
import { kinds } from '../estate/kinds.js';
import { linkTo } from '../parts/links.js';
import { counted, statusMark } from '../parts/marks.js';
import { allows } from '../session/session.js';
import { missingObject } from './missing-page.js';
import { tally, tallyText } from './tally.js';

const mostShown = 100;

/** The page of a host or a tenant: what it is, what can be done to it, and its applications. */
export function objectPage({ kind, factsOf, actionsOf, hasApplication }) {
  const { path, plural } = kinds[kind];
  return {
    section: path,
    title: ({ parameters }) => parameters[0],
    render(context) {
      const { estate, parameters } = context;
      const object = estate.get(kind, parameters[0]);
      if (object === undefined) return missingObject(kind, parameters[0]);
      const { name } = object;
      const applications = estate
        .all('application')
        .filter((each) => each.type !== 'ApplicationCluster' && hasApplication(each, name));
      return [
        h(
          'div',
          { class: 'page-head' },
          h('p', { class: 'crumbs' }, h('a', { href: `#/${path}` }, plural)),
          h('h1', {}, name),
          h(
            'p',
            { class: 'head-links' },
            h(
              'a',
              { class: 'button', href: `#/edit/${kind}/${encodeURIComponent(name)}` },
              allows('configure') ? 'Edit configuration' : 'Show configuration',
            ),
          ),
        ),
        actionPanel({ kind, name, actions: actionsOf(object, estate, applications), isAllowed: allows('operate') }),
        h(
          'div',
          { class: 'columns' },
          h('section', { class: 'card', 'aria-label': 'State' }, h('h2', {}, 'State'), facts(factsOf(object, estate))),
          applicationList(applications, estate),
        ),
        objectFindings(kind, name, context),
        objectEvents(kind, name, context),
      ];
    },
  };
}

const applicationList = (applications, estate) =>
  h(
    'section',
    { class: 'card', 'aria-label': 'Applications' },
    h('h2', {}, counted(applications.length, 'application')),
    h(
      'p',
      {},
      tallyText(
        tally(
          applications.map(({ name }) => name),
          estate,
        ),
      ),
    ),
    h(
      'ul',
      { class: 'plain-list' },
      applications
        .slice(0, mostShown)
        .map(({ name, type }) =>
          h(
            'li',
            { key: name },
            linkTo('application', name),
            ' ',
            statusMark(estate.status(name).status),
            h('small', { class: 'quiet' }, ` · ${type}`),
          ),
        ),
    ),
    applications.length > mostShown && h('p', { class: 'quiet' }, `and ${applications.length - mostShown} more`),
  );

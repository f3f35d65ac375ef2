import { h } from '../dom/element.js';
import { missingObject } from '../pages/missing-page.js';
import { objectEvents } from '../events/object-events.js';
import { objectFindings } from '../editor/object-findings.js';
import { statusMark } from '../parts/marks.js';
import { allows } from '../session/session.js';
import { workStore } from '../work/work-store.js';
import { actionPanel } from './action-panel.js';
import { actionsOf } from './actions.js';
import { configurationFacts, runStateFacts } from './facts.js';
import { connectionLists } from './connection-lists.js';
import { tenantTable } from './tenant-table.js';
import { workPart } from './work-part.js';

/** Everything about one application, and everything that can be done to it. */
export const applicationPage = {
  section: 'applications',
  title: ({ parameters }) => parameters[0],
  open(context) {
    workStore.open(context);
  },
  close() {
    workStore.close();
  },
  render(context) {
    const { estate, parameters } = context;
    const [name] = parameters;
    const application = estate.get('application', name);
    if (application === undefined) return missingObject('application', name);
    const { status } = estate.status(name);
    const { type, state } = application;
    const isCluster = type === 'ApplicationCluster';
    return [
      h(
        'div',
        { class: 'page-head' },
        h('p', { class: 'crumbs' }, h('a', { href: '#/applications' }, 'Applications')),
        h('h1', {}, name),
        h(
          'p',
          { class: 'lead', 'aria-live': 'polite' },
          isCluster ? statusMark('cluster', 'Application Cluster') : statusMark(status),
          state === 'disabled' && [' ', statusMark('disabled', 'disabled in configuration')],
          ` ${isCluster ? '' : type}`,
        ),
        h(
          'p',
          { class: 'head-links' },
          h(
            'a',
            { class: 'button', href: `#/edit/application/${encodeURIComponent(name)}` },
            allows('configure') ? 'Edit configuration' : 'Show configuration',
          ),
        ),
      ),
      actionPanel({
        ...{ kind: 'application', name, isAllowed: allows('operate') },
        actions: actionsOf(application, estate, workStore.byApplication?.get(name)?.work),
      }),
      h(
        'div',
        { class: 'columns' },
        runStateFacts(application, estate),
        configurationFacts(application, estate),
        tenantTable(application, estate),
        connectionLists(application, estate),
      ),
      workPart(application, estate),
      objectFindings('application', name, context),
      objectEvents('application', name, context),
    ];
  },
};

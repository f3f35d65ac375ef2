import { h } from '../dom/element.js';
import { kinds } from '../estate/kinds.js';
import { missingPage } from '../pages/missing-page.js';
import { addressOf } from '../parts/links.js';
import { allows } from '../session/session.js';
import { changesPanel } from './changes-panel.js';
import { Draft } from './draft.js';
import { editing } from './editing.js';
import { fieldRow } from './field-row.js';
import { findingList } from './finding-item.js';
import { placeFindings } from './place-findings.js';

/** What was begun and not saved outlives the way to another page and back. */
const drafts = new Map();
const pages = { application: 'applications', host: 'hosts', tenant: 'tenants' };
let draft;
let failure;

/** Changes an object of the configuration, or makes a new one. */
export const editorPage = {
  section: 'configuration',
  title: ({ parameters: [kind, name] }) =>
    name === undefined ? `New ${kinds[kind]?.label.toLowerCase() ?? kind}` : `Edit ${name}`,
  open({ estate, parameters: [kind, name], refresh }) {
    failure = undefined;
    draft = undefined;
    if (!(kind in kinds)) return;
    const key = JSON.stringify([kind, name]);
    draft = drafts.get(key);
    if (draft?.isDirty) return;
    draft = new Draft(kind, name);
    drafts.set(key, draft);
    if (draft.isNew) draft.begin(estate);
    else readInto(draft, refresh);
  },
  render(context) {
    const [kind, name] = context.parameters;
    if (!(kind in kinds)) return missingPage.render();
    return [
      h(
        'div',
        { class: 'page-head' },
        h('p', { class: 'crumbs' }, crumb(kind, name)),
        h('h1', {}, name ?? `New ${kinds[kind].label.toLowerCase()}`),
        name !== undefined && h('p', { class: 'lead' }, `Configuration of this ${kinds[kind].label.toLowerCase()}`),
      ),
      failure && h('p', { class: 'card problem', role: 'alert' }, failure),
      draft.values !== undefined && form(context),
    ];
  },
};

async function readInto(opened, refresh) {
  const error = await opened.read();
  if (opened !== draft) return;
  failure = error?.message;
  refresh();
}

window.addEventListener('beforeunload', (event) => {
  if ([...drafts.values()].some(({ isDirty }) => isDirty)) event.preventDefault();
});

function crumb(kind, name) {
  if (name !== undefined && kind in pages) return h('a', { href: addressOf(kind, name) }, `Back to ${name}`);
  return h('a', { href: `#/${pages[kind] ?? 'configuration'}` }, kind in pages ? kinds[kind].plural : 'Configuration');
}

function form(context) {
  const { estate, refresh } = context;
  const isReadOnly = !allows('configure');
  const objects = estate.all(draft.kind);
  const index = draft.isNew ? objects.length : objects.findIndex(({ name }) => name === draft.name);
  const { byField, elsewhere } = placeFindings(draft.findings, { ...draft, index });
  const act = editing(draft, context);
  return h(
    'form',
    { key: JSON.stringify([draft.kind, draft.name]), class: 'editor', novalidate: true, onsubmit: act.save },
    draft.isOverdue(estate) && !draft.isNew && overdue(act),
    changesPanel(draft, refresh),
    elsewhere.length > 0 &&
      h(
        'section',
        { key: 'elsewhere', class: 'card', role: 'status' },
        h('h2', {}, 'Elsewhere in the configuration'),
        findingList(elsewhere),
      ),
    h(
      'div',
      { class: 'card fields' },
      draft.fields.map((field) =>
        fieldRow(field, { draft, findings: byField.get(field.name), estate, isReadOnly, refresh }),
      ),
    ),
    isReadOnly
      ? h('p', { class: 'quiet' }, 'To change it the role configure is needed.')
      : h(
          'div',
          { class: 'buttons bar-of-buttons' },
          h('button', { type: 'submit', class: 'main', disabled: draft.isBusy }, draft.isNew ? 'Add' : 'Save'),
          h('button', { type: 'button', onclick: act.check, disabled: draft.isBusy }, 'Check'),
          draft.isDirty && h('button', { type: 'button', key: 'undo', onclick: act.undo }, 'Undo all'),
          !draft.isNew &&
            h('button', { type: 'button', key: 'delete', class: 'danger', onclick: act.delete }, 'Delete'),
          h('span', { class: 'quiet', role: 'status' }, draft.said ?? ''),
        ),
  );
}

const overdue = (act) =>
  h(
    'p',
    { key: 'overdue', class: 'card note tone-middling', role: 'alert' },
    '▲ It has changed since you read it. ',
    h('button', { type: 'button', onclick: act.catchUp }, 'Show what changed'),
  );

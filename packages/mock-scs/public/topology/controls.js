import { h } from '../dom/element.js';
import { choiceField, searchField } from '../parts/search-field.js';

/** What the picture is of: filter, grouping, form, and the server and tenant whose reach is shown. */
export function controlsOf({ estate, choices, onChange }) {
  const { text, by, form, server, tenant } = choices;
  return h(
    'div',
    { class: 'controls', role: 'search', 'aria-label': 'What is shown' },
    searchField({ label: 'Filter', value: text, onText: (value) => onChange({ text: value }) }),
    choiceField({
      ...{
        label: 'Group by',
        value: by,
        options: [
          ['type', 'type'],
          ['host', 'host'],
        ],
      },
      onChoice: (value) => onChange({ by: value }),
    }),
    choiceField({
      ...{
        label: 'Show as',
        value: form,
        options: [
          ['', 'fits the screen'],
          ['picture', 'picture'],
          ['list', 'list'],
        ],
      },
      onChoice: (value) => onChange({ form: value }),
    }),
    suggestion({
      id: 'servers',
      label: 'Seen from',
      value: server,
      names: balancing(estate),
      placeholder: 'a Web API Server',
      onChange: (value) => onChange({ server: value }),
    }),
    suggestion({
      id: 'tenants',
      label: 'For tenant',
      value: tenant,
      names: estate.all('tenant').map(({ name }) => name),
      placeholder: 'a tenant',
      onChange: (value) => onChange({ tenant: value }),
    }),
    (server || tenant) &&
      h('button', { type: 'button', onclick: () => onChange({ server: '', tenant: '' }) }, 'All again'),
  );
}

const mostInSelect = 60;

/** A choice; where there are too many to choose from, a field that suggests. */
function suggestion({ id, label, value, names, placeholder, onChange }) {
  if (names.length <= mostInSelect) {
    return choiceField({
      label,
      value,
      options: [['', `– ${placeholder} –`], ...names.map((name) => [name, name])],
      onChoice: onChange,
    });
  }
  return h(
    'label',
    {},
    label,
    h('input', {
      type: 'search',
      list: id,
      value,
      placeholder,
      autocomplete: 'off',
      onchange: (event) => onChange(event.target.value),
    }),
    h(
      'datalist',
      { id },
      names.slice(0, 2000).map((name) => h('option', { key: name, value: name })),
    ),
  );
}

/** Web API Servers first; whatever else has connections may balance too. */
function balancing(estate) {
  const clients = estate
    .all('application')
    .filter(({ type, connections }) => type !== 'ApplicationCluster' && connections.length > 0);
  const rank = ({ type }) => (type === 'WebAPIServer' ? 0 : 1);
  return clients.sort((a, b) => rank(a) - rank(b)).map(({ name }) => name);
}

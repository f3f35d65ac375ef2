import { h } from '../dom/element.js';
import { linkTo } from '../parts/links.js';
import { counted, statusMark } from '../parts/marks.js';
import { moreButton } from '../parts/more-button.js';
import { choiceField, searchField } from '../parts/search-field.js';
import { allows } from '../session/session.js';

const step = 100;
const columns = ['Application', 'Type', 'Host and port', 'Tenants', 'State', 'Status', 'Mode', 'Load'];
let sought = '';
let status = '';
let shown = step;

/** Every application, with how it is. */
export const applicationsPage = {
  section: 'applications',
  title: () => 'Applications',
  render({ estate, refresh }) {
    const all = estate.all('application');
    const found = all.filter((each) => isSought(each, estate));
    const servers = all.filter(({ type }) => type !== 'ApplicationCluster');
    const running = servers.filter(({ name }) => estate.status(name).status === 'running').length;
    return [
      h('h1', {}, 'Applications'),
      h('p', { class: 'lead' }, `${running} of ${counted(servers.length, 'application')} running`),
      controls(all, estate, refresh),
      h(
        'p',
        { class: 'quiet', role: 'status' },
        found.length === all.length ? '' : `${counted(found.length, 'application')} found`,
      ),
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
            found.slice(0, shown).map((each) => row(each, estate)),
          ),
        ),
      moreButton({
        ...{ left: found.length - shown, noun: 'application' },
        onMore: () => {
          shown += step;
          refresh();
        },
      }),
    ];
  },
};

function controls(all, estate, refresh) {
  const statuses = [...new Set(all.map(({ name }) => estate.status(name).status))].sort();
  return h(
    'div',
    { class: 'controls', role: 'search', 'aria-label': 'Which applications' },
    searchField({
      ...{ label: 'Name, type, host or tenant', value: sought },
      onText: (text) => {
        [sought, shown] = [text, step];
        refresh();
      },
    }),
    choiceField({
      ...{
        label: 'Status',
        value: status,
        options: [['', 'all'], ...statuses.map((each) => [each, each.replaceAll('-', ' ')])],
      },
      onChoice: (choice) => {
        [status, shown] = [choice, step];
        refresh();
      },
    }),
    allows('configure') && h('a', { class: 'button', href: '#/new/application' }, 'Add an application'),
  );
}

function isSought({ name, type, host = '', tenants }, estate) {
  if (status !== '' && estate.status(name).status !== status) return false;
  const text = sought.trim().toLowerCase();
  return text === '' || [name, type, host, ...tenants].some((each) => each.toLowerCase().includes(text));
}

function row(application, estate) {
  const { name, type, tenants, state } = application;
  const isCluster = type === 'ApplicationCluster';
  const run = estate.status(name);
  const waits = run.tenants !== undefined;
  const cells = [
    type,
    isCluster ? 'its members’' : addressText(application, estate),
    [tenantText(tenants), waits && h('small', { class: 'tone-middling' }, ' ▲ effective after restart')],
    state === 'enabled' ? 'enabled' : statusMark('disabled'),
    isCluster ? statusMark('cluster') : statusMark(run.status),
    isCluster ? '—' : run.mode,
    run.load === undefined ? '—' : String(run.load),
  ];
  return h(
    'tr',
    { key: name },
    h('th', { scope: 'row' }, linkTo('application', name)),
    cells.map((cell, index) => h('td', { key: index, 'data-label': columns[index + 1], class: classOf(index) }, cell)),
  );
}

/** What a phone leaves to the page of the application. */
const classOf = (index) => (index === 6 ? 'number optional' : index === 1 || index === 5 ? 'optional' : undefined);

const tenantText = (tenants) =>
  tenants.length === 0
    ? '—'
    : `${tenants.slice(0, 3).join(', ')}${tenants.length > 3 ? ` and ${tenants.length - 3} more` : ''}`;

function addressText({ host, ports }, estate) {
  const address = host && estate.get('host', host)?.address;
  if (address === undefined || address === '') return '—';
  return ports.length === 0 ? address : `${address}:${ports.map(({ port }) => port).join(', ')}`;
}

import { h } from '../dom/element.js';
import { linkTo } from '../parts/links.js';

const mostShown = 100;

/** The configured tenants beside those that the running instance works with (MT-4). */
export function tenantTable({ name, tenants: configured }, estate) {
  const { status, tenants: inForce } = estate.status(name);
  const isRunning = status !== 'stopped';
  const all = [...new Set([...configured, ...(inForce ?? [])])];
  const isWaiting = inForce !== undefined && all.some((each) => configured.includes(each) !== inForce.includes(each));
  return h(
    'section',
    { key: 'tenants', class: 'card', 'aria-label': 'Tenants' },
    h('h2', {}, 'Tenants'),
    isWaiting &&
      h('p', { class: 'note tone-middling' }, '▲ A change of the tenants is effective after restart (MT-4).'),
    all.length === 0
      ? h('p', { class: 'quiet' }, 'It has no tenants.')
      : h(
          'table',
          { class: 'plain' },
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              ['Tenant', 'Configured', 'In force'].map((label) => h('th', { scope: 'col' }, label)),
            ),
          ),
          h(
            'tbody',
            {},
            all.slice(0, mostShown).map((tenant) => row(tenant, { configured, inForce, isRunning, estate })),
          ),
        ),
    all.length > mostShown && h('p', { class: 'quiet' }, `and ${all.length - mostShown} more`),
  );
}

function row(tenant, { configured, inForce, isRunning, estate }) {
  const isConfigured = configured.includes(tenant);
  const isInForce = (inForce ?? configured).includes(tenant);
  const isDisabled = estate.get('tenant', tenant)?.state === 'disabled';
  const effect = isConfigured === isInForce ? '' : ', effective after restart';
  return h(
    'tr',
    { key: tenant },
    h('th', { scope: 'row' }, linkTo('tenant', tenant), isDisabled && ' (disabled)'),
    h('td', {}, `${isConfigured ? 'yes' : 'no'}${effect}`),
    h('td', {}, isRunning ? (isInForce ? 'yes' : 'no') : '—'),
  );
}

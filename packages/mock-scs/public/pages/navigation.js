import { h } from '../dom/element.js';
import { render } from '../dom/render.js';

const entries = [
  ['topology', 'Topology', '#/topology'],
  ['applications', 'Applications', '#/applications'],
  ['hosts', 'Hosts', '#/hosts'],
  ['tenants', 'Tenants', '#/tenants'],
  ['configuration', 'Configuration', '#/configuration'],
  ['events', 'Events', '#/events'],
  ['balance', 'Balance', '#/balance'],
  ['interactions', 'Interactions', '#/interactions'],
  ['faults', 'Faults', '#/faults'],
];

/** The way to every page; none where nobody is logged in. */
export function showNavigation(page) {
  const links = entries.map(([section, label, href]) =>
    h('a', { key: section, href, 'aria-current': page?.section === section ? 'page' : undefined }, label),
  );
  render(document.getElementById('navigation'), page === undefined ? [] : links);
}

/** Where there is no room for all, the way to the present page is in sight. */
export const showCurrent = () =>
  document.querySelector('#navigation [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

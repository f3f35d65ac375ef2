import { h } from '../dom/element.js';

const pages = { application: 'applications', host: 'hosts', tenant: 'tenants' };

/** The address of the page of an object; the kinds that have no page of their own are edited at once. */
export const addressOf = (kind, name) =>
  kind in pages ? `#/${pages[kind]}/${encodeURIComponent(name)}` : `#/edit/${kind}/${encodeURIComponent(name)}`;

export const linkTo = (kind, name) => h('a', { href: addressOf(kind, name) }, name);

/** Names of objects with commas between. */
export const linksTo = (kind, names) =>
  names.length === 0 ? '—' : names.flatMap((name, index) => [index > 0 ? ', ' : '', linkTo(kind, name)]);

import { h } from '../dom/element.js';

export const missingPage = {
  title: () => 'No such page',
  render: () => [h('h1', {}, 'There is no such page'), h('p', {}, h('a', { href: '#/topology' }, 'To the topology'))],
};

/** What a page of an object shows when there is no such object, or no longer. */
export const missingObject = (kind, name) => [
  h('h1', {}, name),
  h('p', { class: 'card empty' }, `There is no ${kind} of this name, or no longer.`),
];

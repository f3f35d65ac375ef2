import { h } from '../dom/element.js';

export const faultsPage = { section: 'faults', title: () => 'Faults', render: () => [h('h1', {}, 'Faults')] };

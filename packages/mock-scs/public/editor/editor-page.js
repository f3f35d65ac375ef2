import { h } from '../dom/element.js';

export const editorPage = { section: 'configuration', title: () => 'Editor', render: () => [h('h1', {}, 'Editor')] };

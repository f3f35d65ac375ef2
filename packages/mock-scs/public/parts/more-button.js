import { h } from '../dom/element.js';
import { counted } from './marks.js';

/** Shows the next part of a long list. */
export const moreButton = ({ left, noun, onMore }) =>
  left > 0 && h('p', {}, h('button', { type: 'button', onclick: onMore }, `Show more: ${counted(left, noun)} left`));

import { h } from '../dom/element.js';
import { toneOf, wordsOf } from './run-states.js';
import { shapeInText } from './shapes.js';

/** A status in words, with its colour and its shape. */
export const statusMark = (status, text = wordsOf(status)) =>
  h('span', { class: `status tone-${toneOf(status)}` }, shapeInText(status), text);

export const count = (number) => number.toLocaleString('en');

/** `1 application`, `2 applications`, `2 proxies` */
export const counted = (number, noun) => `${count(number)} ${number === 1 ? noun : pluralOf(noun)}`;

const pluralOf = (noun) => (noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`);

export const timeOf = (at) => new Date(at).toLocaleTimeString('en-GB');

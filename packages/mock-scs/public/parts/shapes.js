import { h } from '../dom/element.js';
import { shapeOf, toneOf } from './run-states.js';

/** Drawn in a square of 12 by 12. */
const paths = {
  circle: 'M6 .8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 6 .8z',
  ring: 'M6 .8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 6 .8zm0 2.6a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2z',
  triangle: 'M6 .9 11.6 11H.4z',
  pause: 'M2 1.2h3v9.6H2zm5 0h3v9.6H7z',
  down: 'M.8 2.4h10.4L6 10.8z',
  square: 'M1.4 1.4h9.2v9.2H1.4z',
  question: 'M6 .4 11.6 6 6 11.6.4 6z',
  cross: 'M2.6 1 6 4.4 9.4 1 11 2.6 7.6 6 11 9.4 9.4 11 6 7.6 2.6 11 1 9.4 4.4 6 1 2.6z',
  slash: 'M6 .8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 6 .8zM2.6 5v2h6.8V5z',
  hexagon: 'M3.2 1h5.6l2.8 5-2.8 5H3.2L.4 6z',
};

/** The shape of a status inside a drawing, at a place. */
export const shapeAt = (status, x, y) =>
  h('path', {
    class: `shape tone-${toneOf(status)}`,
    d: paths[shapeOf(status)],
    transform: `translate(${x} ${y})`,
    'fill-rule': 'evenodd',
  });

/** The shape of a status within text. */
export const shapeInText = (status) =>
  h('svg', { class: 'shape-in-text', viewBox: '0 0 12 12', width: 12, height: 12, 'aria-hidden': 'true' }, [
    shapeAt(status, 0, 0),
  ]);

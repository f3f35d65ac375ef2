import { h } from '../dom/element.js';
import { timeOf } from '../parts/marks.js';

/** Says that the figures are old, where they are. */
export const staleNote = (problem) =>
  h(
    'div',
    { key: 'stale', role: 'status' },
    problem &&
      h(
        'p',
        { class: 'note tone-middling' },
        problem.heardAt === undefined
          ? `▲ What the applications do cannot be asked for: ${problem.message}`
          : `▲ These figures are of ${timeOf(problem.heardAt)}: ${problem.message}`,
      ),
  );

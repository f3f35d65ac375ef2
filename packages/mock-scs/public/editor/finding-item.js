import { h } from '../dom/element.js';
import { linkTo } from '../parts/links.js';

/** One finding of a rule: what is wrong, about what, and how to mend it. */
export const findingItem = ({ message, rule, severity = 'error', remedy, objects = [], path }, { isNew } = {}) =>
  h(
    'li',
    { key: `${rule} ${message} ${path.join('.')}`, class: `finding tone-${severity === 'error' ? 'bad' : 'middling'}` },
    h(
      'strong',
      {},
      severity === 'error' ? '✕ error' : '▲ warning',
      rule && ` ${rule}`,
      isNew === false && ' (there already)',
    ),
    h('span', { class: 'finding-text' }, ' ', message, remedy && h('em', {}, ' ', remedy)),
    objects.length > 0 &&
      h(
        'small',
        {},
        objects.flatMap(({ kind, name }) => [' ', linkTo(kind, name)]),
      ),
  );

export const findingList = (findings, options) =>
  h(
    'ul',
    { class: 'findings' },
    findings.map((finding) => findingItem(finding, options?.(finding))),
  );

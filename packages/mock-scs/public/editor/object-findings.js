import { h } from '../dom/element.js';
import { findingList } from './finding-item.js';
import { findingsStore } from './findings-store.js';

/** What the rules say of one object; nothing where they say nothing. */
export function objectFindings(kind, name, context) {
  const findings = (findingsStore.current(context) ?? []).filter(({ objects = [] }) =>
    objects.some((each) => each.kind === kind && each.name === name),
  );
  if (findings.length === 0) return undefined;
  return h(
    'section',
    { key: 'findings', class: 'card', 'aria-label': 'What the rules say' },
    h('h2', {}, 'What the rules say'),
    findingList(findings),
  );
}

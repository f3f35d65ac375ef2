import { findingList } from '../editor/finding-item.js';
import { findingsStore } from '../editor/findings-store.js';
import { counted } from '../parts/marks.js';
import { bounded } from './bounded.js';
import { nothing, part } from './part.js';

const ofInteractions = /^(IXN|PX|CP|SMS|BK)-/;

/** What the rules of the guide say of interactions, routing, proxies, numbers and Capture Points. */
export function advicePart(context) {
  const title = 'What the rules say';
  const all = findingsStore.current(context);
  if (all === undefined) return part(title, '', nothing('Asking the rules …'));
  const findings = all.filter(({ rule }) => ofInteractions.test(rule));
  if (findings.length === 0)
    return part(title, '', nothing('Of interactions, routing, proxies, numbers and Capture Points nothing is wrong.'));
  const { shown, more } = bounded('advice', eachRuleFirst(findings), {
    step: 4,
    noun: 'finding',
    refresh: context.refresh,
  });
  return part(title, counted(findings.length, 'finding'), findingList(shown), more);
}

/** The first finding of each rule, then the second of each: many of one rule must not hide the one of another. */
function eachRuleFirst(findings) {
  const seen = new Map();
  const ranked = findings.map((finding) => {
    const rank = seen.get(finding.rule) ?? 0;
    seen.set(finding.rule, rank + 1);
    return { finding, rank };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ finding }) => finding);
}

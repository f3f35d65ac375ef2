import type { Finding } from './finding.js';

/**
 * The findings after a change that were not there before it. A finding counts as the same where rule and objects are, even if it stands elsewhere or
 * its words differ: so a configuration that was wrong can be mended step by step, and a step that leaves it as wrong as it was is none that adds.
 */
export function addedFindings<T extends Finding>(before: readonly Finding[], after: readonly T[]): readonly T[] {
  const left = countsOf(before);
  const wordsBefore = new Set(before.map(wordsOf));
  const known = new Set<T>();
  const takeKnown = (findings: readonly T[]): void => {
    for (const finding of findings) {
      const key = keyOf(finding);
      const count = left.get(key) ?? 0;
      if (count === 0) continue;
      left.set(key, count - 1);
      known.add(finding);
    }
  };
  takeKnown(after.filter((finding) => wordsBefore.has(wordsOf(finding))));
  takeKnown(after.filter((finding) => !known.has(finding)));
  return after.filter((finding) => !known.has(finding));
}

const keyOf = ({ rule, severity, objects, message }: Finding): string =>
  JSON.stringify([severity, rule ?? message, objects?.map(({ kind, name }) => [kind, name])]);

const wordsOf = (finding: Finding): string => `${keyOf(finding)} ${finding.message}`;

function countsOf(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  return counts;
}

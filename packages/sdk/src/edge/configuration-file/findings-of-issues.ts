import type { z } from 'zod';
import type { Finding } from '../../core/rules/finding.js';

/** More than anybody reads. What is beyond is neither told nor looked for, so that nonsense costs no more than its length. */
export const mostFindings = 1_000;

/** What a schema has to say of an object, as findings below `path` that name the subject: a thousand at most. */
export function findingsOfIssues(
  issues: readonly z.core.$ZodIssue[],
  path: readonly (string | number)[],
  subject: string,
): readonly Finding[] {
  return issues.slice(0, mostFindings).flatMap((issue) => {
    const below = issue.path.map((step) => (typeof step === 'symbol' ? step.toString() : step));
    const field = below.join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, mostFindings).map((key) => ({
        path: [...path, ...below, key],
        message: `${subject}: unknown field "${[...below, key].join('.')}"`,
      }));
    }
    const message = field === '' ? `${subject}: ${issue.message}` : `${subject}: ${field}: ${issue.message}`;
    return [{ path: [...path, ...below], message }];
  });
}

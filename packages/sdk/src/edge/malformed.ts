import type { z } from 'zod';
import { MalformedMessageError } from '../errors/malformed-message-error.js';

/** The first problem of a decoding, with the path of the field. */
export function malformed(subject: string, { issues }: z.ZodError): MalformedMessageError {
  const issue = issues[0] && nearest(issues[0]);
  return new MalformedMessageError(subject, issue?.path.join('.') ?? '', issue?.message ?? 'of unknown shape');
}

type Issue = z.core.$ZodIssue;

/** Of the alternatives of a union, the problem of the one that comes nearest: whose first problem lies deepest. */
function nearest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const [first, ...others] = issue.errors.flatMap((issues) => (issues[0] === undefined ? [] : [issues[0]]));
  return first === undefined ? issue : others.reduce((a, b) => (b.path.length > a.path.length ? b : a), first);
}

import { z } from 'zod';
import type { EstateConfiguration } from '../../core/rules/estate-configuration.js';
import type { Finding } from '../../core/rules/finding.js';
import type { RunTimeFacts } from '../../core/rules/run-time-facts.js';
import { breachesOf } from '../../core/rules/validate.js';
import { listOfKind, objectKindSchema } from '../../wire/object-kind.js';
import { applicationStatusSchema, hostRunStateSchema } from '../../wire/status.js';
import { usable } from './decode-configuration.js';
import { findingsOfIssues, mostFindings } from './findings-of-issues.js';
import { readObjects } from './read-objects.js';
import type { ObjectsOfKinds } from './objects-of-kinds.js';
import { tooLongLists } from './structural-bounds.js';

/** A finding whose severity is said. */
export type JudgedFinding = Finding & { readonly severity: 'error' | 'warning' };

/** Everything that is to be said of a configuration. */
export interface Judgement {
  /** Errors and warnings: fields, references, and the rules of the guide. */
  readonly findings: readonly JudgedFinding[];
  /** Where fields and references are sound; it may break rules. */
  readonly configuration: EstateConfiguration | undefined;
}

/** Judges anything as a configuration: everything that is wrong with it, a thousand findings at most, however much of it can be read. */
export function judgeConfiguration(input: unknown, facts: RunTimeFacts = {}): Judgement {
  const read = readObjects(input);
  const decoded = usable(read);
  return {
    findings: atMost(mostFindings, [
      read.findings.map((finding) => ({ ...finding, severity: finding.severity ?? ('error' as const) })),
      breachesOf(listsOf(read.objects), facts),
    ]),
    configuration: decoded.isUsable ? decoded.configuration : undefined,
  };
}

const factsSchema = z.object({
  statuses: z.array(applicationStatusSchema).default([]),
  hostStatuses: z.array(hostRunStateSchema).default([]),
});
const factFields = new Set(['epoch', 'revision', 'statuses', 'hostStatuses']);

/**
 * Judges a configuration that may also say how its estate runs, as the snapshot of a control server and the file of a file source do
 * (`statuses`, `hostStatuses`).
 */
export function judgeEstate(input: unknown): Judgement {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return judgeConfiguration(input);
  const configuration = Object.fromEntries(Object.entries(input).filter(([field]) => !factFields.has(field)));
  if (tooLongLists(input).length > 0) return judgeConfiguration(input);
  const facts = factsSchema.safeParse(input);
  const judgement = judgeConfiguration(configuration, facts.data);
  if (facts.success) return judgement;
  const wrong = findingsOfIssues(facts.error.issues, [], 'the run states').map((finding) => ({
    ...finding,
    severity: 'error' as const,
  }));
  return { ...judgement, findings: [...judgement.findings, ...wrong] };
}

function atMost(most: number, parts: readonly Iterable<JudgedFinding>[]): readonly JudgedFinding[] {
  const findings: JudgedFinding[] = [];
  for (const part of parts) {
    for (const finding of part) {
      if (findings.length === most) {
        const message = `the configuration: more than ${most} findings; correct these first`;
        return [...findings, { path: [], message, severity: 'error' }];
      }
      findings.push(finding);
    }
  }
  return findings;
}

const listsOf = (objects: ObjectsOfKinds): Parameters<typeof breachesOf>[0] =>
  Object.fromEntries(
    objectKindSchema.options.map((kind) => [listOfKind[kind], objects[kind]]),
  ) as unknown as Parameters<typeof breachesOf>[0];

import { ConfigurationIndex } from './configuration-index.js';
import type { JudgedConfiguration } from './configuration-index.js';
import type { RuleFinding } from './rule-finding.js';
import type { Rule } from './rule.js';
import { rules } from './rules.js';
import { FactsByName } from './run-time-facts.js';
import type { RunTimeFacts } from './run-time-facts.js';

/**
 * Every breach of every rule of the guide, in the order of the rules. References that lead nowhere are passed over; `checkReferences` finds them.
 * @param facts what is known of the running estate; without them the hazards of a running estate (MT-4, IXN-9, IXN-10) are not looked for
 */
export function validate(configuration: JudgedConfiguration, facts: RunTimeFacts = {}): readonly RuleFinding[] {
  return [...breachesOf(configuration, facts)];
}

/** The same, one after the other: who has enough need not wait for the rest. */
export function* breachesOf(configuration: JudgedConfiguration, facts: RunTimeFacts = {}): Generator<RuleFinding> {
  const context = { index: new ConfigurationIndex(configuration), facts: new FactsByName(facts) };
  for (const rule of rules) for (const breach of rule.check(context)) yield findingOf(rule, breach);
}

type Breach = ReturnType<Rule['check']> extends Iterable<infer T> ? T : never;

const findingOf = (rule: Rule, { path, message, objects, severity, remedy }: Breach): RuleFinding => ({
  rule: rule.id,
  severity: severity ?? rule.severity,
  path,
  message,
  objects,
  remedy: remedy ?? rule.remedy,
});

import type { EstateConfiguration } from '../../core/rules/estate-configuration.js';
import { ConfigurationFileError } from './configuration-file-error.js';
import type { FindingInFile } from './configuration-file-error.js';
import { judgeConfiguration } from './judge-configuration.js';
import type { Judgement } from './judge-configuration.js';
import { parseYaml } from './parse-yaml.js';

/** A judgement whose findings know their lines, in their order. */
export interface JudgementOfText extends Judgement {
  readonly findings: readonly FindingInFile[];
}

/** Everything that is to be said of a configuration written in YAML or JSON. */
export function judgeText(text: string, judge: (input: unknown) => Judgement = judgeConfiguration): JudgementOfText {
  const parsed = parseYaml(text);
  if (!parsed.isReadable) {
    const findings = parsed.problems.map(({ message, line }) => ({
      path: [],
      message,
      line,
      severity: 'error' as const,
    }));
    return { findings, configuration: undefined };
  }
  const { findings, configuration } = judge(parsed.value);
  return {
    configuration,
    findings: findings
      .map((finding) => ({ ...finding, line: parsed.lineOf(finding.path) }))
      .sort((a, b) => a.line - b.line),
  };
}

/** A configuration that can be used, and what deserves a second look. */
export interface ParsedConfiguration {
  readonly configuration: EstateConfiguration;
  readonly warnings: readonly FindingInFile[];
}

/**
 * Reads a configuration written in YAML or JSON that keeps the rules of the guide.
 * @param file what to call it in messages
 * @throws ConfigurationFileError with every error and its line
 */
export function parseConfiguration(text: string, file: string): EstateConfiguration {
  return parseWithWarnings(text, file).configuration;
}

/**
 * The same, with the warnings.
 * @throws ConfigurationFileError
 */
export function parseWithWarnings(text: string, file: string): ParsedConfiguration {
  const { findings, configuration } = judgeText(text);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || configuration === undefined) throw new ConfigurationFileError(file, errors);
  return { configuration, warnings: findings };
}

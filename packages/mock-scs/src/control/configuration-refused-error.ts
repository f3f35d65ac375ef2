import type { Finding } from '@eservices-lb/sdk/rules';

/** A change would make the configuration unusable; nothing was changed. */
export class ConfigurationRefusedError extends Error {
  override readonly name = 'ConfigurationRefusedError';

  constructor(readonly findings: readonly [Finding, ...Finding[]]) {
    const reasons = findings.map(({ message, rule }) => (rule === undefined ? message : `${message} (${rule})`));
    super(`The change was refused: ${reasons.join('; ')}.`);
  }
}

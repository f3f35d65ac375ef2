import type { Finding } from '@eservices-lb/sdk/rules';

/** A change would make the configuration unusable, and nothing was changed; or it is unusable from the beginning. */
export class ConfigurationRefusedError extends Error {
  override readonly name = 'ConfigurationRefusedError';

  constructor(
    readonly findings: readonly [Finding, ...Finding[]],
    refused: 'change' | 'configuration' = 'change',
  ) {
    const reasons = findings.map(({ message, rule }) => (rule === undefined ? message : `${message} (${rule})`));
    super(`The ${refused} was refused: ${reasons.join('; ')}.`);
  }
}

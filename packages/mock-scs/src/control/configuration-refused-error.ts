import type { Finding } from '@eservices-lb/sdk/rules';

/** A change would make the configuration unusable; nothing was changed. */
export class ConfigurationRefusedError extends Error {
  override readonly name = 'ConfigurationRefusedError';

  constructor(readonly findings: readonly [Finding, ...Finding[]]) {
    super(`The change was refused: ${findings.map(({ message }) => message).join('; ')}.`);
  }
}

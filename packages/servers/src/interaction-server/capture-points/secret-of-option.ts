import { CapturePointOptionError } from './capture-point-options.js';
import type { CapturePointSurroundings } from './kind-of-capture-point.js';

/**
 * A secret in the environment of the process, where nobody reads it who may read the configuration.
 * @param variable the name of the environment variable, as the option says it
 * @throws CapturePointOptionError where there is no such variable
 */
export function secretOf(
  variable: string,
  { application, environment }: Pick<CapturePointSurroundings, 'application' | 'environment'>,
): string {
  const secret = environment[variable];
  if (secret !== undefined && secret !== '') return secret;
  throw new CapturePointOptionError(
    `${application.name}: the environment of its Interaction Server has no variable ${variable}: set it before the start.`,
  );
}

/** The name of an environment variable. Those that begin with ESERVICES_ are the estate's own. */
export const variableName = /^(?!ESERVICES_)[A-Za-z_][A-Za-z0-9_]{0,99}$/;

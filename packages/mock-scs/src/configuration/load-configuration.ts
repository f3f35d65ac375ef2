import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { ConfigurationFileError, parseWithWarnings } from '@eservices-lb/sdk/rules';
import type { EstateConfiguration as Configuration, FindingInFile } from '@eservices-lb/sdk/rules';

/** A configuration file that can be used, and what deserves a second look. */
export interface LoadedConfiguration {
  readonly configuration: Configuration;
  /** What the file is called in messages. */
  readonly file: string;
  readonly warnings: readonly FindingInFile[];
}

/**
 * Reads a configuration file. Working directories in it are relative to the file, so that it can be used from anywhere.
 * @throws ConfigurationFileError
 */
export function loadConfiguration(path: string): Configuration {
  return loadWithWarnings(path).configuration;
}

/**
 * The same, with the warnings.
 * @throws ConfigurationFileError
 */
export function loadWithWarnings(path: string): LoadedConfiguration {
  const file = relative(process.cwd(), path) || path;
  const { configuration, warnings } = parseWithWarnings(read(path), file);
  const directory = dirname(resolve(path));
  const applications = configuration.applications.map(({ startInfo, ...application }) => ({
    ...application,
    ...(startInfo && {
      startInfo: { ...startInfo, workingDirectory: resolve(directory, startInfo.workingDirectory ?? '.') },
    }),
  }));
  return { configuration: { ...configuration, applications }, file, warnings };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const message = `it cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw new ConfigurationFileError(file, [{ path: [], message, line: 1, severity: 'error' }]);
  }
}

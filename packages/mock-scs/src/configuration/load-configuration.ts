import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { EstateConfiguration as Configuration } from '@eservices-lb/sdk/rules';
import { ConfigurationFileError } from '@eservices-lb/sdk/rules';
import { parseConfiguration } from '@eservices-lb/sdk/rules';

/**
 * Reads a configuration file. Working directories in it are relative to the file, so that it can be used from anywhere.
 * @throws ConfigurationFileError
 */
export function loadConfiguration(file: string): Configuration {
  const configuration = parseConfiguration(read(file), relative(process.cwd(), file) || file);
  const directory = dirname(resolve(file));
  return {
    ...configuration,
    applications: configuration.applications.map(({ startInfo, ...application }) => ({
      ...application,
      ...(startInfo && {
        startInfo: { ...startInfo, workingDirectory: resolve(directory, startInfo.workingDirectory ?? '.') },
      }),
    })),
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigurationFileError(file, [{ path: [], message: `it cannot be read: ${message}`, line: 1 }]);
  }
}

import { existsSync, readdirSync } from 'node:fs';
import { basename, join, sep } from 'node:path';

const scenarioDirectory = join(__dirname, '..', '..', 'scenarios');

/** No scenario has this name. The message lists those that exist. */
export class UnknownScenarioError extends Error {
  override readonly name = 'UnknownScenarioError';

  constructor(
    readonly scenario: string,
    readonly existing: readonly string[],
  ) {
    super(`There is no scenario "${scenario}". There are: ${existing.join(', ')}; or give the path of a YAML file.`);
  }
}

/**
 * Where a scenario is: one of ours by its name, or any file by its path.
 * @throws UnknownScenarioError
 */
export function scenarioFile(nameOrPath: string): string {
  const isPath = nameOrPath.includes('/') || nameOrPath.includes(sep) || /\.ya?ml$/.test(nameOrPath);
  if (isPath) return nameOrPath;
  const file = join(scenarioDirectory, `${nameOrPath}.yaml`);
  if (!existsSync(file)) throw new UnknownScenarioError(nameOrPath, scenarioNames());
  return file;
}

const scenarioNames = (): readonly string[] =>
  readdirSync(scenarioDirectory)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of this package; the command line is built for CommonJS only, so the package is two directories up. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return version;
}

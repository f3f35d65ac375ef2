import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** The bytes of a package with all its dependencies, as they lie in node_modules; each counts once. */
export function installedBytes(name: string, { isItselfCounted }: { readonly isItselfCounted: boolean }): number {
  const found = new Set<string>();
  const follow = (dependency: string, from: string): void => {
    const folder = folderOf(dependency, from);
    if (folder === undefined || found.has(folder)) return;
    found.add(folder);
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    for (const next of Object.keys(dependencies)) follow(next, folder);
  };
  follow(name, __dirname);
  const [itself, ...others] = found;
  return [...(isItselfCounted && itself !== undefined ? [itself] : []), ...others]
    .map(bytesIn)
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** The bytes of a package of this repository, as it would be published. */
export function packedBytes(name: string): number {
  const folder = folderOf(name, __dirname);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const output = execFileSync(npm, ['pack', '--dry-run', '--json'], {
    ...{ cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = JSON.parse(output) as { readonly unpackedSize: number }[];
  return packed?.unpackedSize ?? NaN;
}

/** As Node.js looks for it, without regard to what the package lets others see. */
function folderOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Nested node_modules are left out: what is needed of them is followed by itself. */
function bytesIn(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += bytesIn(path);
    else if (entry.isFile()) bytes += statSync(path).size;
  }
  return bytes;
}

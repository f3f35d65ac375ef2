import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** The code of the fence that follows `<!-- label -->` in a Markdown file of the project. */
export function fencedCode(file: string, label: string): string {
  const [, after] = readFileSync(join(root, file), 'utf8').split(`<!-- ${label} -->`);
  const code = /```\w+\n(?<code>[^]*?)```/.exec(after ?? '')?.groups?.['code'];
  if (code === undefined) throw new Error(`${file} has no code labelled "${label}".`);
  return code;
}

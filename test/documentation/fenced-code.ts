import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '../..');

/** The code of the fence that follows `<!-- label -->` in a Markdown file of the project. */
export function fencedCode(file: string, label: string): string {
  return examplesOf(file).find((example) => example.label === label)?.code ?? missing(file, label);
}

/** A labelled piece of code, and what the page says that it prints. */
export interface Example {
  readonly label: string;
  readonly code: string;
  readonly output: string | undefined;
}

const labelled =
  /<!-- (?<label>[\w-]+) -->\n+```\w+\n(?<code>[^]*?)```(?:\n+It prints:\n+```text\n(?<output>[^]*?)```)?/g;

/** Every labelled piece of code of a Markdown file. */
export function examplesOf(file: string): readonly Example[] {
  return [...readFileSync(join(root, file), 'utf8').matchAll(labelled)].map(({ groups = {} }) => ({
    label: groups.label ?? '',
    code: groups.code ?? '',
    output: groups.output,
  }));
}

/** The guides, as paths from the root of the project. */
export const guides = (): readonly string[] =>
  readdirSync(join(root, 'docs/guides'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/guides/${name}`);

function missing(file: string, label: string): never {
  throw new Error(`${file} has no code labelled "${label}".`);
}

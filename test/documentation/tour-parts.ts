import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './fenced-code.js';

/** Commands of the tour that are given together. */
export interface TourBlock {
  /** File and line, to be found again. */
  readonly place: string;
  readonly commands: string;
  /** What the page says that they print; nothing where it says nothing. */
  readonly output: string | undefined;
}

/** A page of the tour. */
export interface TourPart {
  readonly title: string;
  readonly blocks: readonly TourBlock[];
}

const fenced = /^```sh\n(?<commands>[^]*?)^```\n(?:\n```text\n(?<output>[^]*?)^```$)?/gm;

/** The pages in the order of their numbers. */
export function tourParts(): readonly TourPart[] {
  return readdirSync(join(root, 'docs/tour'))
    .filter((name) => /^\d\d-.*\.md$/.test(name))
    .sort()
    .map((name) => tourPart(`docs/tour/${name}`, readFileSync(join(root, 'docs/tour', name), 'utf8')));
}

export function tourPart(file: string, page: string): TourPart {
  const blocks = [...page.matchAll(fenced)].map(({ index, groups = {} }) => ({
    place: `${file}:${page.slice(0, index).split('\n').length}`,
    commands: groups.commands ?? '',
    output: groups.output,
  }));
  return { title: /^# (.*)$/m.exec(page)?.[1] ?? file, blocks };
}

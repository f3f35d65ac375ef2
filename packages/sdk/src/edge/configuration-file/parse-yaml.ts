import { LineCounter, parseDocument } from 'yaml';
import { lineOfPath } from './line-of-path.js';

export type ParsedYaml =
  | {
      readonly isReadable: true;
      readonly value: unknown;
      /** The line, from 1, on which the value at a path stands. */
      readonly lineOf: (path: readonly (string | number)[]) => number;
    }
  | {
      readonly isReadable: false;
      readonly problems: readonly [YamlProblem, ...YamlProblem[]];
    };

export interface YamlProblem {
  readonly message: string;
  /** From 1. */
  readonly line: number;
}

/** Reads YAML, or JSON, which is YAML too. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const [first, ...others] = document.errors.map(({ message, pos }) => ({
    message,
    line: lines.linePos(pos[0]).line,
  }));
  if (first !== undefined) return { isReadable: false, problems: [first, ...others] };
  try {
    const value = document.toJS() as unknown;
    return { isReadable: true, value, lineOf: (path) => lineOfPath(document, lines, path) };
  } catch (error) {
    // An alias that names no anchor is noticed only here.
    return {
      isReadable: false,
      problems: [{ message: error instanceof Error ? error.message : String(error), line: 1 }],
    };
  }
}

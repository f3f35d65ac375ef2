import { LineCounter, parseDocument } from 'yaml';
import { messageOf } from '../../errors/message-of.js';
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

/** After one mistake the parser finds fault with everything that follows. */
const mostProblems = 10;

/** Reads YAML, or JSON, which is YAML too. */
export function parseYaml(text: string): ParsedYaml {
  try {
    return parse(text);
  } catch (error) {
    // The parser gives up by throwing: nested deeper than its stack reaches, or unfolding to more than it takes.
    return { isReadable: false, problems: [{ message: messageOf(error), line: 1 }] };
  }
}

function parse(text: string): ParsedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false, logLevel: 'error' });
  const [first, ...others] = document.errors.slice(0, mostProblems).map(({ message, pos }) => ({
    message,
    line: lines.linePos(pos[0]).line,
  }));
  if (first !== undefined) return { isReadable: false, problems: [first, ...others] };
  const value = document.toJS() as unknown;
  return { isReadable: true, value, lineOf: (path) => lineOfPath(document, lines, path) };
}

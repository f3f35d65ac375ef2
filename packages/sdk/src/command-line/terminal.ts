import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** Where a command writes. Colours come out only where somebody sees them. */
export interface Terminal {
  /** Writes a line to stdout. */
  readonly print: (line: string) => void;
  /** Writes a line to stderr. */
  readonly complain: (line: string) => void;
  readonly paint: (style: Style, text: string) => string;
}

/** The part of a standard stream that is needed here. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** `NO_COLOR` (https://no-color.org) turns colours off, as does a terminal that has none. */
export function terminal(stdout: Output, stderr: Output, environment: NodeJS.ProcessEnv): Terminal {
  const { NO_COLOR: noColor = '', TERM: term } = environment;
  const isColoured = stdout.isTTY === true && noColor === '' && term !== 'dumb';
  return {
    print: (line) => void stdout.write(`${line}\n`),
    complain: (line) => void stderr.write(`${line}\n`),
    paint: (style, text) => (isColoured ? styleText(style, text) : text),
  };
}

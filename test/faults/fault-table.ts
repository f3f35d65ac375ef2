import type { Fault } from './fault.js';
import type { Played } from './play-fault.js';
import type { UnplayableRow } from './unplayable-rows.js';

/** How a row went: what was measured, or what did not hold. */
export interface Outcome {
  readonly fault: Pick<Fault, 'row' | 'kind' | 'fault' | 'condition'>;
  readonly played: Played | undefined;
  readonly failure: string | undefined;
}

const round = (value: number): string =>
  (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))).toLocaleString('en');

/** Each figure as `name: median (most …)`, the most only where it is another one. */
export function figuresOf(played: Played | undefined): readonly string[] {
  return Object.entries(played?.figures ?? {}).map(([name, { median, most }]) => {
    const atMost = round(most) === round(median) ? '' : ` (most ${round(most)})`;
    return `${name}: ${round(median)}${atMost}`;
  });
}

/** Two or more lines for a terminal. */
export function outcomeAsText({ fault, played, failure }: Outcome): string {
  const verdict = failure === undefined ? 'held' : 'NOT HELD';
  const runs = played === undefined ? '' : `${played.runs} ${fault.kind === 'simulated' ? 'seeds' : 'runs'}`;
  const head = [fault.row.padEnd(4), fault.kind.padEnd(10), verdict.padEnd(9), runs.padEnd(10)].join(' ');
  const indent = ' '.repeat(head.length + 1);
  const lines = [`${head} ${fault.fault}: ${fault.condition}`, ...figuresOf(played).map((figure) => indent + figure)];
  if (failure !== undefined) lines.push(...failure.split('\n').map((line) => indent + line));
  return lines.join('\n');
}

export const unplayableAsText = ({ row, kind, reason }: UnplayableRow): string =>
  `${row.padEnd(4)} ${kind.padEnd(10)} not played here: ${reason}`;

/** The table of docs/faults.md. */
export function tableAsMarkdown(outcomes: readonly Outcome[], unplayable: readonly UnplayableRow[]): string {
  const rows = outcomes.map(({ fault, played, failure }) => {
    const runs = played === undefined ? '' : String(played.runs);
    const verdict = failure === undefined ? 'held' : '**not held**';
    const figures = figuresOf(played).map(escaped).join('<br>');
    return [fault.row, fault.kind, escaped(fault.fault), escaped(fault.condition), verdict, runs, figures];
  });
  const left = unplayable.map(({ row, kind, reason }) => [row, kind, escaped(reason), '', 'not played', '', '']);
  const head = ['row', 'kind', 'fault', 'what must hold', 'result', 'runs', 'measured'];
  const all = [head, head.map(() => '---'), ...rows, ...left];
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** What Markdown would take for something of its own. */
const escaped = (text: string): string => text.replaceAll(/[|_*]/g, String.raw`\$&`);

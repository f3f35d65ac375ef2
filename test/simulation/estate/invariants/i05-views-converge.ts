import type { EntryOf, History } from '../history.js';
import type { Invariant } from './invariant.js';

/** How long a web node that hears its control server may take to have its view. ms */
export const convergenceMs = 5_000;
/**
 * How long a web node may take to be heard again after the end of all faults, ms: until it has noticed that its connection is dead (10 s), given up an
 * attempt that hangs (5 s), and waited the longest pause before the next (12 s, and 3 s that a refusal asked for).
 */
export const reconnectionMs = 30_000;

export const viewsConverge: Invariant = {
  name: 'I5',
  words: `after the faults every web node is connected again, and ${convergenceMs / 1_000} s later its view is the control server's`,
  broken(history) {
    const end = history.all('healed').at(-1);
    if (end === undefined) return ['the faults never ended'];
    const nodes = new Set(history.all('counted').map(({ node }) => node));
    return [...nodes].flatMap((node) => {
      const begun = heldUntil(history, node, end.at);
      if (begun > end.at + reconnectionMs) return [`${node} was connected only ${begun - end.at} ms after the faults`];
      return problemsOf(node, viewsOf(history, node), begun);
    });
  },
};

type Looked = EntryOf<'agreed' | 'disagreed'>;

const viewsOf = (history: History, node: string): readonly Looked[] =>
  history.entries.filter(
    (entry): entry is Looked => (entry.type === 'agreed' || entry.type === 'disagreed') && entry.node === node,
  );

/** At first, and whenever the control server has changed since, the view may be another one for so long, and not in the end. */
function problemsOf(node: string, looked: readonly Looked[], begun: number): readonly string[] {
  if (!looked.some(({ type }) => type === 'agreed'))
    return [`${node} never had the control server's view after the faults`];
  if (looked.at(-1)?.type === 'disagreed')
    return [`${node} had the control server's view, and has another one in the end`];
  let since = begun;
  return looked.flatMap(({ type, at }) => {
    if (type === 'disagreed') since = Math.max(at, begun);
    return type === 'disagreed' || at <= since + convergenceMs
      ? []
      : [`${node} had the view only ${at - since} ms after it could have`];
  });
}

/** From when on the web node could know: it was connected all the time, or has connected again since it was lost for the last time. */
function heldUntil(history: History, node: string, end: number): number {
  const lost = history.entries.findLastIndex((entry) => entry.type === 'lost' && entry.node === node);
  if (lost === -1) return end;
  const connection = history.entries
    .slice(lost)
    .find((entry) => entry.type === 'answered' && entry.node === node && entry.status === 200);
  return Math.max(end, connection?.at ?? Infinity);
}

import { z } from 'zod';
import { readCheckedLine } from './checked-line.js';
import type { NumberedChange } from './medium.js';
import { storedChangeOf } from './stored-change.js';

const recordSchema = z.object({ sequence: z.int().nonnegative(), change: z.unknown() });

export interface Journal {
  readonly changes: readonly NumberedChange[];
  /** Set where more than the last line is missing. */
  readonly damage?: string;
}

/**
 * The changes of a journal after the one with the number `after`. A last line that cannot be read is that of an interrupted write, which nobody was
 * told had succeeded; what is unreadable further up is damage, and nothing behind it is taken.
 */
export function readJournal(text: string, after: number): Journal {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const changes: NumberedChange[] = [];
  for (const [index, line] of lines.entries()) {
    const record = recordOf(line);
    const isNext = record !== undefined && record.sequence <= after + changes.length + 1;
    if (!isNext) {
      const isLast = index === lines.length - 1 && record === undefined;
      if (isLast) break;
      return { changes, damage: `line ${index + 1} of ${lines.length} in the journal cannot be read` };
    }
    if (record.sequence === after + changes.length + 1) changes.push(record);
  }
  return { changes };
}

function recordOf(line: string): NumberedChange | undefined {
  try {
    const { sequence, change } = recordSchema.parse(readCheckedLine(line));
    return { sequence, change: storedChangeOf(change) };
  } catch {
    return undefined;
  }
}

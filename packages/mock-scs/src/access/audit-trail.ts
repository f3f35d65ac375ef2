import { appendFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { logTail } from '../agent/log-tail.js';
import { auditEntrySchema } from './audit-entry.js';
import type { AuditEntry } from './audit-entry.js';

const remembered = 1000;
const rememberedBytes = 1024 * 1024;

export interface AuditQuery {
  readonly limit: number;
  readonly actor?: string;
  /** The name of an object, or `kind/name`. */
  readonly object?: string;
}

/** Who changed what, and who was refused: in a file that only grows, and the last thousand in memory. */
export class AuditTrail {
  readonly #file: string;
  readonly #log: Pick<Logger, 'error'>;
  #entries: AuditEntry[];
  #isClosed = false;

  /** Begins with the end of the file, where there is one. The file is opened anew for every entry, so it may be moved away at any time. */
  constructor(file: string, log: Pick<Logger, 'error'>) {
    this.#file = file;
    this.#log = log;
    this.#entries = logTail(file, remembered, rememberedBytes).flatMap(parsed);
  }

  add(entry: AuditEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length >= 2 * remembered) this.#entries = this.#entries.slice(-remembered);
    if (this.#isClosed) return;
    try {
      appendFileSync(this.#file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    } catch (error) {
      this.#log.error({ err: error, entry }, 'the audit trail cannot be written');
    }
  }

  /** Writes no more: the file is about to be deleted. */
  close(): void {
    this.#isClosed = true;
  }

  /** The latest that match, oldest first. */
  find({ limit, actor, object }: AuditQuery): readonly AuditEntry[] {
    return this.#entries
      .slice(-remembered)
      .filter((entry) => actor === undefined || entry.actor === actor)
      .filter((entry) => object === undefined || names(entry).includes(object))
      .slice(-limit);
  }
}

const names = ({ object }: AuditEntry): readonly string[] =>
  object === undefined ? [] : [object.name, `${object.kind}/${object.name}`];

function parsed(line: string): readonly AuditEntry[] {
  try {
    const entry = auditEntrySchema.safeParse(JSON.parse(line)).data;
    return entry === undefined ? [] : [entry];
  } catch {
    return [];
  }
}

import type { DirectoryEvent } from './directory-event.js';
import { reduce } from './reduce.js';
import { emptySnapshot } from './snapshot.js';
import type { Snapshot } from './snapshot.js';

/** How the directory stands to its source. */
export interface Contact {
  /** A full view has been received at some time. */
  readonly hasView: boolean;
  readonly isLive: boolean;
  /** Monotonic ms of the last sign of life; undefined before the first. */
  readonly lastHeard: number | undefined;
  readonly reason: string;
}

type OnChange = (snapshot: Snapshot, event: DirectoryEvent) => void;

/** Owns the current snapshot: the only place where the estate changes. */
export class Directory {
  #snapshot = emptySnapshot;
  #contact: Contact = { hasView: false, isLive: false, lastHeard: undefined, reason: 'no answer has come yet' };
  readonly #now: () => number;
  readonly #onChange: OnChange;

  /** `now` is monotonic, in ms; `onChange` is called at every new snapshot, with the event that led to it. */
  constructor(now: () => number, onChange: OnChange) {
    this.#now = now;
    this.#onChange = onChange;
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  get contact(): Contact {
    return this.#contact;
  }

  apply(event: DirectoryEvent): void {
    const at = this.#now();
    const before = this.#snapshot;
    this.#snapshot = reduce(before, event, at);
    this.#contact = contactAfter(this.#contact, event, at);
    if (this.#snapshot !== before) this.#onChange(this.#snapshot, event);
  }
}

function contactAfter(contact: Contact, event: DirectoryEvent, at: number): Contact {
  if (event.type === 'lost') return { ...contact, isLive: false, reason: event.reason };
  if (event.type === 'warning') return contact;
  if (event.type === 'snapshot' && event.isRemembered === true) return { ...contact, hasView: true };
  return {
    hasView: contact.hasView || event.type === 'snapshot',
    isLive: contact.isLive || event.type === 'snapshot' || contact.hasView,
    lastHeard: at,
    reason: '',
  };
}

import type { ServerType } from '../../wire/server-type.js';

/** What becomes of an alias whose instance is stopped: it fails, or another instance is chosen silently. */
export type OnInstanceGone = 'fail' | 'reselect';

const sessionBound: ReadonlySet<string> = new Set(['ChatServer', 'CoBrowsingServer', 'CallbackServer']);

/** Chat, Co-Browsing and Callback keep a session in the instance; every other type does not (domain section 2.2, LB-6). */
export const onInstanceGoneByDefault = (type: ServerType): OnInstanceGone =>
  sessionBound.has(type) ? 'fail' : 'reselect';

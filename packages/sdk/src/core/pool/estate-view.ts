import { emptyScope, nextScope } from '../configuration/scope.js';
import type { Scope } from '../configuration/scope.js';
import { emptySnapshot } from '../directory/snapshot.js';
import type { Snapshot } from '../directory/snapshot.js';

/** One moment of the estate with what the balancing application can reach in it; replaced, never edited (I10). */
export interface EstateView {
  readonly snapshot: Snapshot;
  readonly scope: Scope;
}

export const emptyView: EstateView = { snapshot: emptySnapshot, scope: emptyScope };

export interface ViewOptions {
  readonly application: string;
  /** Monotonic ms. */
  readonly at: number;
  readonly gracePeriodMs: number;
}

/** The scope is made anew only when the configuration changed; a status change costs nothing here. */
export function nextView(before: EstateView, snapshot: Snapshot, options: ViewOptions): EstateView {
  const isSameConfiguration = before.snapshot.configuration === snapshot.configuration;
  return {
    snapshot,
    scope: isSameConfiguration ? before.scope : nextScope(before.scope, snapshot.configuration, options),
  };
}

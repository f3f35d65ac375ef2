import type { Application } from '@eservices-lb/sdk/wire';
import type { World } from '../control/world.js';
import { hindranceOf } from './hindrance.js';
import type { KnownModes } from './known-modes.js';
import type { MemberView, PairView } from './pair-view.js';
import type { WarmPair } from './warm-pair.js';

export interface PairLooksOptions {
  readonly world: World;
  readonly modes: KnownModes;
  /** Resolves when the process of an application has ended; `undefined` where none is known. */
  readonly processEnd: (application: string) => Promise<unknown> | undefined;
  /** Called when a process has ended that lived on after its link broke. */
  readonly onEnd: (application: string) => void;
}

/** How pairs look at this moment. */
export class PairLooks {
  readonly #options: PairLooksOptions;
  /** The ends of processes that are waited for. */
  readonly #awaited = new WeakSet<Promise<unknown>>();

  constructor(options: PairLooksOptions) {
    this.#options = options;
  }

  at(pair: WarmPair): PairView {
    return {
      members: { primary: this.#look(pair.primary), backup: this.#look(pair.backup) },
      hindrance: hindranceOf(pair, this.#options.world),
    };
  }

  #look({ name, state }: Application): MemberView {
    const { world, modes } = this.#options;
    const { status } = world.status(name);
    const heard = world.heard(name);
    const isCutOff = heard.status === 'stopped' && this.#isProcessAlive(name);
    if (heard.status === 'stopped' && !isCutOff) modes.forget(name);
    return {
      status,
      isExiting: heard.mode === 'exiting',
      isCutOff,
      mode: modes.of(heard),
      isEnabled: state === 'enabled',
    };
  }

  /** A link that broke says nothing of the process behind it; its end is looked for. */
  #isProcessAlive(name: string): boolean {
    const end = this.#options.processEnd(name);
    if (end === undefined) return false;
    if (!this.#awaited.has(end)) {
      this.#awaited.add(end);
      void end.then(() => {
        this.#options.onEnd(name);
      });
    }
    return true;
  }
}

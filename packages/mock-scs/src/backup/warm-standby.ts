import type { Clock } from '@eservices-lb/sdk';
import { ImpossibleActionError } from '../control/impossible-action-error.js';
import type { World } from '../control/world.js';
import type { WorldEvent } from '../control/world-event.js';
import { disconnectSwitchoverTimeout } from './disconnect-switchover-timeout.js';
import { KnownModes } from './known-modes.js';
import type { ModeControl, PairMode } from './mode-control.js';
import { manualStep, nextPairStep } from './next-pair-step.js';
import { PairList } from './pair-list.js';
import type { FollowedPair } from './pair-list.js';
import { PairLooks } from './pair-looks.js';
import { noticesOf } from './pair-notices.js';
import type { PairStep, PairTiming } from './pair-state.js';
import { mayServe } from './pair-view.js';
import { otherMember } from './warm-pair.js';
import type { Member, WarmPair } from './warm-pair.js';

export interface WarmStandbyOptions {
  readonly world: World;
  readonly clock: Clock;
  /** How long a loss must last that may be a blip, ms, where no Solution Control Server of the configuration says it (`disconnect-switchover-timeout`). */
  readonly dampingMs: number;
  readonly control: ModeControl;
  /** Resolves when the process of an application has ended; `undefined` where none is known. */
  readonly processEnd: (application: string) => Promise<unknown> | undefined;
}

/** Follows the warm standby pairs of the estate, and gives each member its mode (BK-1, BK-4, BK-5, IXN-10). */
export class WarmStandby {
  readonly #options: WarmStandbyOptions;
  readonly #pairs = new PairList();
  readonly #modes = new KnownModes();
  readonly #unsubscribe: () => void;
  readonly #looks: PairLooks;
  #dampingMs: number;
  #isPaused = false;

  constructor(options: WarmStandbyOptions) {
    this.#options = options;
    this.#dampingMs = options.dampingMs;
    const { world, processEnd } = options;
    const onEnd = (application: string): void => {
      this.#review(this.#pairs.of(application));
    };
    this.#looks = new PairLooks({ world, processEnd, onEnd, modes: this.#modes });
    this.#unsubscribe = options.world.subscribe((event) => {
      this.#follow(event);
    });
    this.#readPairs();
  }

  /**
   * Changes the roles of a pair because an operator wants it; resolves when they have changed. `application` is either member.
   * @throws ImpossibleActionError, also as a rejection where the change fails on its way
   */
  switchOver(application: string): Promise<void> {
    const impossible = (reason: string): ImpossibleActionError =>
      new ImpossibleActionError(application, 'switchover', reason);
    const followed = this.#pairs.of(application);
    if (this.#isPaused) throw impossible('another control server commands');
    if (followed === undefined) throw impossible('it is in no warm standby pair');
    const step = manualStep(followed.state, this.#looks.at(followed.pair), this.#timing());
    if (typeof step === 'string') throw impossible(step);
    return new Promise((resolve, reject) => {
      followed.waiting.add(({ change, failed }) => {
        if (change !== undefined) resolve();
        else reject(impossible(failed?.why ?? 'the pair was dissolved meanwhile'));
      });
      this.#review(followed, step);
    });
  }

  /**
   * The mode of an application that links itself; `undefined` where it is in no pair. `claimed` is what it was before, where it was linked before: that counts where nobody serves yet, after a
   * restart of the control server.
   */
  admit(application: string, claimed: PairMode | undefined): PairMode | undefined {
    const followed = this.#pairs.of(application);
    if (followed === undefined) return undefined;
    const { pair, state } = followed;
    const view = this.#looks.at(pair);
    const member: Member = pair.primary.name === application ? 'primary' : 'backup';
    const isFree = !mayServe(view.members[otherMember(member)]);
    const isItsOwn = state.serving === undefined ? (claimed ?? member) === 'primary' : state.serving === member;
    const mode = isFree && isItsOwn ? 'primary' : 'backup';
    this.#modes.admitted(application, claimed === 'primary' ? 'primary' : mode);
    return mode;
  }

  /** An application says which mode it has taken. */
  taken(application: string, mode: PairMode): void {
    const followed = this.#pairs.of(application);
    if (followed === undefined) return;
    this.#modes.answered(application, mode);
    this.#review(followed);
  }

  /** Another control server commands from now on. */
  pause(): void {
    this.#isPaused = true;
    this.#pairs.clear();
  }

  /** This control server commands again, and knows of the pairs what the world shows of them. */
  resume(): void {
    this.#isPaused = false;
    this.#modes.clear();
    this.#pairs.clear();
    this.#readPairs();
  }

  close(): void {
    this.#unsubscribe();
    this.pause();
  }

  #follow(event: WorldEvent): void {
    switch (event.name) {
      case 'status':
        this.#review(this.#pairs.of(event.body.application));
        return;
      case 'host-status':
        for (const each of this.#pairs.all) if (isOn(each.pair, event.body.host)) this.#review(each);
        return;
      case 'configuration':
        if (event.body.kind !== 'application') return;
        if (event.body.change === 'deleted' || this.#pairs.change(event.body.object)) this.#readPairs();
        else if (event.body.object.type === 'SolutionControlServer') this.#readTimeout();
        else this.#review(this.#pairs.of(event.body.object.name));
        return;
      case 'snapshot':
        this.#readPairs();
        return;
      default:
        return;
    }
  }

  #readPairs(): void {
    if (this.#isPaused) return;
    const { world } = this.#options;
    const { begun, released } = this.#pairs.read(world.configuration);
    for (const name of released) this.#release(name);
    for (const { pair } of begun) this.#begin(pair);
    this.#readTimeout();
  }

  #readTimeout(): void {
    const { world, dampingMs } = this.#options;
    this.#dampingMs = disconnectSwitchoverTimeout(world.configuration.applications) ?? dampingMs;
    for (const each of this.#pairs.all) this.#review(each);
  }

  /** Those that run served for themselves until now. */
  #begin({ primary, backup }: WarmPair): void {
    for (const { name } of [primary, backup]) {
      const { status, mode } = this.#options.world.heard(name);
      if (status !== 'stopped' && mode !== 'exiting') this.#modes.done(name, mode);
      else if (name === backup.name) this.#show(name, 'backup');
    }
  }

  /** Alone now, it serves for itself. */
  #release(name: string): void {
    const { world, control } = this.#options;
    if (world.has('application', name) && this.#modes.of(world.heard(name)) !== 'primary') {
      control.become(name, 'primary');
      this.#show(name, 'primary');
    }
    this.#modes.forget(name);
  }

  /** @param first a step that was taken already, to be followed by all that it leads to */
  #review(followed: FollowedPair | undefined, first?: PairStep): void {
    if (followed === undefined || this.#isPaused) return;
    followed.isToBeReviewedAgain = true;
    if (followed.isInReview) return;
    followed.isInReview = true;
    try {
      if (first !== undefined) this.#take(followed, first);
      while (followed.isToBeReviewedAgain) {
        followed.isToBeReviewedAgain = false;
        this.#take(followed, nextPairStep(followed.state, this.#looks.at(followed.pair), this.#timing()));
      }
    } finally {
      followed.isInReview = false;
    }
  }

  #take(followed: FollowedPair, step: PairStep): void {
    const { world, clock, control } = this.#options;
    const { pair } = followed;
    followed.state = step.state;
    followed.cancelWake();
    const wakeInMs = step.wakeAt === undefined ? undefined : Math.max(1, step.wakeAt - clock.now());
    followed.cancelWake =
      wakeInMs === undefined
        ? () => undefined
        : clock.after(wakeInMs, () => {
            this.#review(followed);
          });
    for (const { member, mode } of step.tell) {
      const { name } = pair[member];
      if (control.become(name, mode) === 'asked') {
        this.#modes.asked(name);
      } else {
        this.#modes.done(name, mode);
        followed.isToBeReviewedAgain = true;
      }
    }
    this.#showModes(followed);
    const wallClockOf = (at: number): number => clock.wallClock() - (clock.now() - at);
    for (const notice of noticesOf(pair, step, wallClockOf)) world.notify(notice);
    if (step.change === undefined && step.failed === undefined) return;
    for (const tell of followed.waiting) tell(step);
    followed.waiting.clear();
  }

  /** The one that no longer serves first, so that never two are seen to serve. */
  #showModes({ pair, state: { serving, told } }: FollowedPair): void {
    if (serving === undefined) return;
    this.#show(pair[otherMember(serving)].name, 'backup');
    const { status } = this.#options.world.heard(pair[serving].name);
    const mode = this.#modes.of(this.#options.world.heard(pair[serving].name));
    const hasRole = status === 'stopped' || (mode === 'primary' && told[serving] !== 'backup');
    this.#show(pair[serving].name, hasRole ? 'primary' : 'backup');
  }

  #show(name: string, mode: PairMode): void {
    const { world } = this.#options;
    if (!world.has('application', name)) return;
    const { status, mode: shown } = world.heard(name);
    if (shown !== mode && shown !== 'exiting') world.report(name, status, { mode });
  }

  #timing(): PairTiming {
    return { at: this.#options.clock.now(), dampingMs: this.#dampingMs };
  }
}

const isOn = ({ primary, backup }: WarmPair, host: string): boolean => primary.host === host || backup.host === host;

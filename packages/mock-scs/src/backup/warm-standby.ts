import type { Clock } from '@eservices-lb/sdk';
import type { Application, ExecutionMode } from '@eservices-lb/sdk/wire';
import { ImpossibleActionError } from '../control/impossible-action-error.js';
import type { World } from '../control/world.js';
import { hindranceOf } from './hindrance.js';
import { firstPairState, manualStep, nextPairStep } from './pair-state.js';
import type { PairState, PairStep, PairView } from './pair-state.js';
import { keyOfPair, otherMember, warmPairs } from './warm-pair.js';
import type { Member, WarmPair } from './warm-pair.js';

export interface WarmStandbyOptions {
  readonly world: World;
  readonly clock: Clock;
  /** How long a loss must last that may be a blip (`disconnect-switchover-timeout`), ms. */
  readonly dampingMs: number;
  /** Tells an application its mode, where it is there to be told. */
  readonly become: (application: string, mode: 'primary' | 'backup') => void;
}

interface Followed {
  readonly pair: WarmPair;
  state: PairState;
  cancelWake: () => void;
}

/** Follows the warm standby pairs of the estate, and gives each member its mode (BK-1, BK-4, BK-5, IXN-10). */
export class WarmStandby {
  readonly #options: WarmStandbyOptions;
  readonly #pairs = new Map<string, Followed>();
  /** The pair of each member, by the name of the application. */
  readonly #byMember = new Map<string, Followed>();
  readonly #unsubscribe: () => void;

  constructor(options: WarmStandbyOptions) {
    this.#options = options;
    const { world } = options;
    this.#unsubscribe = world.subscribe((event) => {
      if (event.name === 'status') this.#review(this.#byMember.get(event.body.application));
      else if (event.name === 'host-status') this.#hostChanged(event.body.host);
      else if (event.name === 'configuration' && event.body.kind === 'application') this.#follow();
      else if (event.name === 'snapshot') this.#follow();
    });
    this.#follow();
  }

  /**
   * Changes the roles of a pair because an operator wants it. `application` is either member.
   * @throws ImpossibleActionError
   */
  switchOver(application: string): void {
    const followed = this.#byMember.get(application);
    if (followed === undefined)
      throw new ImpossibleActionError(application, 'switchover', 'it is in no warm standby pair');
    const step = manualStep(followed.state, this.#viewOf(followed.pair), this.#timing());
    if (typeof step === 'string') throw new ImpossibleActionError(application, 'switchover', step);
    this.#take(followed, step);
  }

  /** What an application says of its mode when it registers; it counts where nobody serves yet, after a restart of the control server. */
  claim(application: string, mode: 'primary' | 'backup'): void {
    const { world } = this.#options;
    if (this.#byMember.get(application)?.state.serving !== undefined || !this.#byMember.has(application)) return;
    world.report(application, world.heard(application).status, { mode });
  }

  close(): void {
    this.#unsubscribe();
    for (const { cancelWake } of this.#pairs.values()) cancelWake();
    this.#pairs.clear();
    this.#byMember.clear();
  }

  /** The pairs as they are configured now; what is known of a pair stays for as long as it is made of the same applications. */
  #follow(): void {
    const { world } = this.#options;
    const before = new Map(this.#pairs);
    const keysBefore = new Set(before.keys());
    const membersBefore = new Set(this.#byMember.keys());
    this.#pairs.clear();
    this.#byMember.clear();
    for (const pair of warmPairs(world.configuration)) {
      const key = keyOfPair(pair);
      const known = before.get(key);
      const followed: Followed = {
        pair,
        state: known?.state ?? firstPairState,
        cancelWake: known?.cancelWake ?? nothing,
      };
      before.delete(key);
      this.#pairs.set(key, followed);
      for (const member of [pair.primary, pair.backup]) this.#byMember.set(member.name, followed);
    }
    for (const { cancelWake } of before.values()) cancelWake();
    for (const name of membersBefore) if (!this.#byMember.has(name)) this.#setMode(name, 'primary');
    for (const [key, followed] of this.#pairs) {
      if (!keysBefore.has(key)) this.#setMode(followed.pair.backup.name, 'backup');
      this.#review(followed);
    }
  }

  /** What a lost host could not be told, it is told when it is back. */
  #hostChanged(host: string): void {
    const { world, become } = this.#options;
    for (const followed of this.#pairs.values()) {
      this.#review(followed);
      for (const member of [followed.pair.primary, followed.pair.backup]) {
        const { mode } = world.heard(member.name);
        if (member.host === host && mode !== 'exiting' && this.#isToBeTold(member)) become(member.name, mode);
      }
    }
  }

  #isToBeTold({ host }: Application): boolean {
    const { world } = this.#options;
    return host === undefined || !world.has('host', host) || world.hostStatus(host) === 'running';
  }

  #review(followed: Followed | undefined): void {
    if (followed === undefined) return;
    this.#take(followed, nextPairStep(followed.state, this.#viewOf(followed.pair), this.#timing()));
  }

  #take(followed: Followed, step: PairStep): void {
    const { world, clock } = this.#options;
    followed.state = step.state;
    followed.cancelWake();
    followed.cancelWake = nothing;
    if (step.wakeAt !== undefined) {
      followed.cancelWake = clock.after(Math.max(1, step.wakeAt - clock.now()), () => {
        this.#review(followed);
      });
    }
    this.#setModes(followed);
    if (step.change !== undefined) this.#tellChange(followed, step.change);
    if (step.hindered !== undefined) {
      const { rule } = hindranceOf(followed.pair, world) ?? {};
      const { serving, other } = this.#namesOf(followed);
      world.notify({
        ...{ level: 'error', code: 'NO_SWITCHOVER', ...(rule !== undefined && { rule }) },
        message: `"${serving}" should be replaced by "${other}" (${step.hindered.why}), but there is no switchover: ${step.hindered.by}`,
        objects: objectsOf(followed.pair),
      });
    }
  }

  /** Who serves no longer is told first, so that there are never two. */
  #setModes({ pair, state: { serving } }: Followed): void {
    if (serving === undefined) return;
    this.#setMode(pair[otherMember(serving)].name, 'backup');
    this.#setMode(pair[serving].name, 'primary');
  }

  #setMode(name: string, mode: 'primary' | 'backup'): void {
    const { world, become } = this.#options;
    if (!world.has('application', name)) return;
    const { status, mode: known } = world.heard(name);
    if (known === mode || known === ('exiting' satisfies ExecutionMode)) return;
    if (this.#isToBeTold(world.object('application', name))) become(name, mode);
    world.report(name, status, { mode });
  }

  #tellChange({ pair, state }: Followed, { from, to, why, isFlapping }: NonNullable<PairStep['change']>): void {
    const { world } = this.#options;
    if (from === undefined) return;
    const [former, now] = [pair[from].name, pair[to].name];
    const objects = objectsOf(pair);
    const message = `"${now}" is primary in place of "${former}": ${why}`;
    world.notify({ level: 'warning', code: 'SWITCHOVER', message, rule: 'BK-5', objects });
    if (!isFlapping || state.changedAt === undefined) return;
    const again = `"${pair.primary.name}" and "${pair.backup.name}" changed roles again within 10 s: look at the connection of both hosts to Solution Control Server`;
    world.notify({ level: 'error', code: 'FLAPPING', message: again, rule: 'BK-5', objects });
  }

  #viewOf(pair: WarmPair): PairView {
    const { world } = this.#options;
    const of = <T>(look: (application: WarmPair['primary']) => T): Readonly<Record<Member, T>> => ({
      primary: look(pair.primary),
      backup: look(pair.backup),
    });
    return {
      statuses: of(({ name }) => world.status(name).status),
      isExiting: of(({ name }) => world.heard(name).mode === 'exiting'),
      hasOtherRole: {
        primary: world.heard(pair.primary.name).mode === 'backup',
        backup: world.heard(pair.backup.name).mode === 'primary',
      },
      isEnabled: of(({ state }) => state === 'enabled'),
      hindrance: hindranceOf(pair, world)?.reason,
    };
  }

  #namesOf({ pair, state }: Followed): { readonly serving: string; readonly other: string } {
    const serving = state.serving ?? 'primary';
    return { serving: pair[serving].name, other: pair[otherMember(serving)].name };
  }

  #timing() {
    const { clock, dampingMs } = this.#options;
    return { at: clock.now(), dampingMs };
  }
}

const nothing = (): void => undefined;

const objectsOf = ({ primary, backup }: WarmPair) =>
  [primary, backup].map(({ name }) => ({ kind: 'application' as const, name }));

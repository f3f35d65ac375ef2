import { World } from '../../packages/mock-scs/src/control/world.js';
import type { Notice, Status } from '@eservices-lb/sdk/wire';
import { ManualClock } from '@eservices-lb/sdk/testing';
import type { PairMode } from '../../packages/mock-scs/src/backup/mode-control.js';
import { WarmStandby } from '../../packages/mock-scs/src/backup/warm-standby.js';
import { anEstate } from './small-estate.js';

export type Name = 'one' | 'two';
export const names: readonly Name[] = ['one', 'two'];
export const otherThan = (name: Name): Name => (name === 'one' ? 'two' : 'one');

/** An application as it really is, which the control server can only hear of. */
interface Actual {
  isAlive: boolean;
  isLinked: boolean;
  isSilent: boolean;
  isHostLost: boolean;
  mode: PairMode;
  status: Status;
  /** What is on its way to it, and from it. */
  inbox: PairMode[];
  outbox: PairMode[];
  /** It was lost and is back, and has not read yet what it was told. */
  isBackFromLoss: boolean;
  ended: () => void;
  end: Promise<void> | undefined;
}

/** A warm standby pair whose messages travel as slowly as the test wants. */
export class PairUnderTest {
  readonly clock = new ManualClock();
  readonly world: World;
  readonly standby: WarmStandby;
  /** Commands that were given while the other one may have been primary. */
  readonly wrongCommands: string[] = [];
  readonly #actual: Record<Name, Actual> = { one: dead('primary'), two: dead('backup') };

  constructor() {
    const type = 'ChatServer';
    const configuration = anEstate({
      hosts: [
        { dbid: 1, name: 'host-one', address: '127.0.0.1' },
        { dbid: 2, name: 'host-two', address: '127.0.0.2' },
      ],
      applications: [
        { name: 'one', type, host: 'host-one', redundancyType: 'warm', backup: 'two' },
        { name: 'two', type, host: 'host-two', redundancyType: 'warm', isPrimary: false },
      ],
    });
    this.world = new World({ configuration, epoch: 1, wallClock: () => this.clock.wallClock() });
    this.standby = new WarmStandby({
      ...{ world: this.world, clock: this.clock, dampingMs: 500 },
      processEnd: (name) => this.#actual[name as Name].end,
      control: {
        become: (name, mode) => this.#told(name as Name, mode),
      },
    });
  }

  actual(name: Name): Readonly<Actual> {
    return this.#actual[name];
  }

  notices(code: string): readonly Notice[] {
    return this.world.notices.filter((notice) => notice.code === code);
  }

  /** It serves clients, as far as anybody who is not lost can tell. */
  serves(name: Name): boolean {
    const { isAlive, mode, isBackFromLoss } = this.#actual[name];
    return isAlive && mode === 'primary' && this.isHeard(name) && !isBackFromLoss;
  }

  isHeard(name: Name): boolean {
    const { isAlive, isLinked, isSilent, isHostLost } = this.#actual[name];
    return isAlive && isLinked && !isSilent && !isHostLost;
  }

  start(name: Name): void {
    const actual = this.#actual[name];
    if (actual.isAlive) return;
    Object.assign(actual, { ...dead('backup'), isHostLost: actual.isHostLost, isAlive: true, isLinked: true });
    actual.end = new Promise((resolve) => (actual.ended = resolve));
    actual.mode = this.standby.admit(name, undefined) ?? 'primary';
    actual.outbox.push(actual.mode);
    this.report(name, 'initializing');
    this.report(name, 'running');
  }

  kill(name: Name): void {
    const actual = this.#actual[name];
    if (!actual.isAlive) return;
    const { isLinked, ended, isHostLost } = actual;
    Object.assign(actual, dead(actual.mode), { isHostLost });
    if (isLinked) this.world.report(name, 'stopped');
    ended();
  }

  /** The link breaks, and what was on its way is lost. */
  cut(name: Name): void {
    const actual = this.#actual[name];
    if (!actual.isAlive || !actual.isLinked) return;
    Object.assign(actual, { isLinked: false, isSilent: false, isBackFromLoss: true, inbox: [], outbox: [] });
    this.world.report(name, 'stopped');
  }

  link(name: Name): void {
    const actual = this.#actual[name];
    if (!actual.isAlive || actual.isLinked) return;
    actual.isLinked = true;
    actual.inbox.push(this.standby.admit(name, actual.mode) ?? 'primary');
    this.report(name, actual.status);
  }

  silence(name: Name): void {
    const actual = this.#actual[name];
    if (!actual.isAlive || !actual.isLinked || actual.isSilent) return;
    Object.assign(actual, { isSilent: true, isBackFromLoss: true });
    this.world.report(name, 'unknown');
  }

  hear(name: Name): void {
    const actual = this.#actual[name];
    if (!actual.isSilent) return;
    actual.isSilent = false;
    this.world.report(name, actual.status);
    this.#mayBeBack(actual);
  }

  loseHost(name: Name): void {
    Object.assign(this.#actual[name], { isHostLost: true, isBackFromLoss: true });
    this.world.reportHost(`host-${name}`, 'disconnected');
  }

  findHost(name: Name): void {
    const actual = this.#actual[name];
    actual.isHostLost = false;
    this.world.reportHost(`host-${name}`, 'running');
    this.#mayBeBack(actual);
  }

  report(name: Name, status: Status): void {
    const actual = this.#actual[name];
    if (!actual.isAlive) return;
    actual.status = status;
    if (actual.isLinked && !actual.isSilent) this.world.report(name, status);
  }

  /** The next command arrives, and is obeyed. */
  deliver(name: Name): void {
    const actual = this.#actual[name];
    if (!actual.isAlive || actual.isSilent) return;
    const mode = actual.inbox.shift();
    if (mode !== undefined) {
      actual.mode = mode;
      actual.outbox.push(mode);
    }
    this.#mayBeBack(actual);
  }

  /** The next answer arrives. */
  answer(name: Name): void {
    const mode = this.#actual[name].outbox.shift();
    if (mode !== undefined) this.standby.taken(name, mode);
  }

  /** Everything that is on its way arrives, and all waits end. */
  settle(): void {
    for (let round = 0; round < 30; round += 1) {
      for (const name of names) {
        while (this.#actual[name].inbox.length > 0 && this.#actual[name].isLinked && !this.#actual[name].isSilent)
          this.deliver(name);
        while (this.#actual[name].outbox.length > 0) this.answer(name);
      }
      this.clock.advance(600);
    }
  }

  #told(name: Name, mode: PairMode): 'asked' | 'done' {
    const other = this.#actual[otherThan(name)];
    const mayOtherServe =
      this.isHeard(otherThan(name)) && (other.mode === 'primary' || other.inbox.includes('primary'));
    if (mode === 'primary' && mayOtherServe && !other.isBackFromLoss)
      this.wrongCommands.push(`${name} becomes primary`);
    if (!this.#actual[name].isLinked) return 'done';
    this.#actual[name].inbox.push(mode);
    return 'asked';
  }

  #mayBeBack(actual: Actual): void {
    if (actual.isLinked && !actual.isSilent && !actual.isHostLost && actual.inbox.length === 0)
      actual.isBackFromLoss = false;
  }
}

const dead = (mode: PairMode): Actual => ({
  ...{ isAlive: false, isLinked: false, isSilent: false, isHostLost: false, isBackFromLoss: false },
  ...{ mode, status: 'stopped', inbox: [], outbox: [], ended: () => undefined, end: undefined },
});

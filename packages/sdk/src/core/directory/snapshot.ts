import type { Application, Host, Tenant } from '../../wire/application.js';
import type { ExecutionMode, Status } from '../../wire/status.js';

/** The configuration, by DBID: what an object is called may change, its DBID does not. */
export interface Configuration {
  readonly tenants: ReadonlyMap<number, Tenant>;
  readonly hosts: ReadonlyMap<number, Host>;
  readonly applications: ReadonlyMap<number, Application>;
}

/** The run state of an application as last reported. `since` is the monotonic time at which it was first heard of, in ms. */
export interface RunState {
  readonly status: Status;
  readonly mode: ExecutionMode;
  readonly load?: number | undefined;
  /** The tenants of the running instance, where a change of the configured ones waits for its restart (MT-4). */
  readonly tenants?: readonly string[] | undefined;
  readonly since: number;
  /**
   * The monotonic time at which it was seen to begin running, in ms; `-Infinity` where it ran already when it was first seen, and
   * undefined where it does not run.
   */
  readonly runningSince?: number | undefined;
}

/** The estate at one version; replaced, never edited. `configuration` stays the same object while only statuses change. */
export interface Snapshot {
  readonly epoch: number;
  readonly revision: number;
  readonly configuration: Configuration;
  /** By application name. A status may be here before its application is. */
  readonly statuses: ReadonlyMap<string, RunState>;
}

export const emptySnapshot: Snapshot = {
  epoch: 0,
  revision: 0,
  configuration: { tenants: new Map(), hosts: new Map(), applications: new Map() },
  statuses: new Map(),
};

const neverHeardOf: RunState = { status: 'stopped', mode: 'primary', since: 0 };

/** An application that Solution Control Server never mentioned is not running (LB-4). */
export function runStateOf(snapshot: Snapshot, application: string): RunState {
  return snapshot.statuses.get(application) ?? neverHeardOf;
}

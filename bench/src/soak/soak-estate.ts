import { readFileSync } from 'node:fs';
import axios from 'axios';
import { startScenario } from '../estate/scenario-estate.js';
import type { ScenarioEstate, ScenarioOptions } from '../estate/scenario-estate.js';

const lookMs = 250;
const backLimitMs = 150_000;
/** Seconds. The demo's is that of a machine that does nothing else. */
const startupTimeout = 120;
const timeout = 30_000;

/** As much of an application's configuration as faults change. */
export interface ShownApplication {
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly state: 'enabled' | 'disabled';
  readonly autoRestart: boolean;
  readonly startupTimeout: number;
  readonly tenants: readonly string[];
  readonly connections: readonly {
    readonly application: string;
    readonly parameters: Readonly<Record<string, string>>;
  }[];
  readonly options: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface Notice {
  readonly level: string;
  readonly code: string;
  readonly message: string;
}

/** The demo, with what an operator can do to it, and what must not happen to it. */
export class SoakEstate {
  readonly processes: ScenarioEstate;
  /** The numbers of the processes that were asked to end, or were killed. */
  readonly #meantToEnd = new Set<number>();

  private constructor(processes: ScenarioEstate) {
    this.processes = processes;
  }

  static async start(portBase: number, options: ScenarioOptions): Promise<SoakEstate> {
    const estate = new SoakEstate(await startScenario('demo', portBase, options));
    for (const { name } of await estate.applications()) await estate.change(name, { startupTimeout });
    return estate;
  }

  isMeantToEnd(pid: number): boolean {
    return this.#meantToEnd.has(pid);
  }

  /** Sends a signal to the process that plays the application, and to no other: numbers are used again. */
  signal(application: string, signal: NodeJS.Signals): void {
    const pid = this.#pidOf(application);
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`--name\0${application}\0`))
      throw new Error(`Process ${pid} is not "${application}".`);
    if (signal === 'SIGKILL') this.#meantToEnd.add(pid);
    process.kill(pid, signal);
  }

  /** What an operator does to an application: start, stop, disable, suspend … */
  async act(application: string, action: string): Promise<void> {
    if (action.startsWith('stop')) this.#meantToEnd.add(this.#pidOf(application));
    await this.#ask('post', `applications/${application}/${action}`);
  }

  async change(application: string, fields: Partial<ShownApplication>): Promise<void> {
    await this.#ask('patch', `applications/${application}`, fields);
  }

  async application(name: string): Promise<ShownApplication> {
    return (await this.#ask('get', `applications/${name}`)) as ShownApplication;
  }

  async applications(): Promise<readonly ShownApplication[]> {
    const answer = await this.#ask('get', 'applications');
    return (answer as { readonly applications: readonly ShownApplication[] }).applications;
  }

  /** Orders the control server to misbehave. */
  async disturb(kind: string, parameters: Readonly<Record<string, number>>): Promise<void> {
    await this.#ask('post', `faults/${kind}`, parameters);
  }

  /** Resolves when the process that the application had is gone. */
  async hasEnded(application: string): Promise<void> {
    await this.#until(`the end of ${application}`, () => {
      const pid = this.processes.pids().get(application);
      return Promise.resolve(pid === undefined || !this.#meantToEnd.has(pid) ? '' : `process ${pid} is there`);
    });
  }

  /** Resolves when the application has the status. */
  async hasStatus(application: string, status: string): Promise<void> {
    await this.#until(`${application} to be ${status}`, async () =>
      (await this.application(application)).status === status ? '' : 'it is not',
    );
  }

  /**
   * Resolves when every application is enabled and RUNNING.
   * @throws Error that names those that are not in time
   */
  async allBack(): Promise<void> {
    await this.#until('every application to be running', async () =>
      (await this.applications())
        .filter(({ status, state }) => status !== 'running' || state !== 'enabled')
        .map(({ name, status, state }) => `${name} is ${state} and ${status}`)
        .join(', '),
    );
  }

  /** What the control server has had to warn of. */
  async warnings(): Promise<readonly string[]> {
    const answer = await this.#ask('get', 'notices');
    const { notices } = answer as { readonly notices: readonly Notice[] };
    return notices.filter(({ level }) => level !== 'info').map(({ code, message }) => `${code}: ${message}`);
  }

  /** Waits until nothing is amiss any more; the control server may be unreachable meanwhile. */
  async #until(awaited: string, amiss: () => Promise<string>): Promise<void> {
    const until = performance.now() + backLimitMs;
    for (;;) {
      const problem = await amiss().catch((error: unknown) => String(error));
      if (problem === '') return;
      if (performance.now() > until) throw new Error(`Waited ${backLimitMs} ms in vain for ${awaited}: ${problem}`);
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
  }

  #pidOf(application: string): number {
    const pid = this.processes.pids().get(application);
    if (pid === undefined) throw new Error(`There is no process of "${application}".`);
    return pid;
  }

  async #ask(method: string, path: string, data?: object): Promise<unknown> {
    const { url, token } = this.processes.scs;
    const headers = { authorization: `Bearer ${token}` };
    const answer = await axios.request<unknown>({ method, url: `${url}/api/v1/${path}`, headers, data, timeout });
    return answer.data;
  }
}

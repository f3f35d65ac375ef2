import type { Clock } from '@eservices-lb/sdk';
import type { GivenJob } from '@eservices-lb/mock-scs/lca';
import type { Logger } from 'pino';
import { TooLittleLearnedError } from '../classification/too-little-learned-error.js';
import type { DataSet } from './data-set.js';
import { DataSetError } from './data-set-error.js';
import { train } from './train.js';
import type { TrainingStore } from './training-store.js';

/** How far has been come is kept this often, ms. */
const keepMs = 1_000;
/** After so many examples others have their turn. */
const mostAtOnce = 50;
/** When a job that failed is tried again, ms. */
const retryMs = 5_000;

/** A job as operators see it. */
export interface ShownJob {
  readonly name: string;
  readonly state: 'waiting' | 'learning' | 'finished' | 'failed';
  readonly detail?: string;
}

export interface TrainingJobsOptions {
  readonly store: TrainingStore;
  readonly dataSetOf: (job: GivenJob) => Promise<DataSet>;
  /** So many a second are learned at most, so that a large job leaves something of the machine to others. */
  readonly examplesPerSecond: () => number;
  /** A job is finished. */
  readonly onFinished: (name: string) => void;
  /** The database does not answer. */
  readonly onDatabaseLost: (error: unknown) => void;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** Works on the jobs that were given to this server, one after the other (BK-3). */
export class TrainingJobs {
  readonly #options: TrainingJobsOptions;
  readonly #shown = new Map<string, ShownJob>();
  /** Those of which Solution Control Server knows that they are finished. */
  readonly #heard = new Set<string>();
  #given: readonly GivenJob[] = [];
  #current: { readonly job: GivenJob; readonly controller: AbortController } | undefined;
  #working: Promise<void> = Promise.resolve();
  #cancelRetry: () => void = () => undefined;
  #isClosed = false;

  constructor(options: TrainingJobsOptions) {
    this.#options = options;
  }

  /** These are its jobs now. What it is learning for another one ends. */
  give(jobs: readonly GivenJob[]): void {
    this.#given = jobs;
    for (const { name } of jobs)
      // One that was finished, and is given once more.
      if (!this.#shown.has(name) || this.#heard.delete(name)) this.#show({ name, state: 'waiting' });
    for (const [name, { state }] of this.#shown) {
      if (jobs.some((job) => job.name === name)) continue;
      if (state === 'finished') this.#heard.add(name);
      else this.#shown.delete(name);
    }
    this.#forgetOldest();
    const { job, controller } = this.#current ?? {};
    if (job !== undefined && !jobs.some(({ name }) => name === job.name)) controller?.abort(new Error('taken away'));
    this.#next();
  }

  shown(): readonly ShownJob[] {
    return [...this.#shown.values()].slice(-mostShown);
  }

  /** Resolves when the job in hand is finished, or has failed. */
  async whenIdle(): Promise<void> {
    this.#isClosed = true;
    await this.#working;
  }

  /** Ends the work at once. How far it had come was kept. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRetry();
    this.#current?.controller.abort(new Error('the server stops'));
    await this.#working;
  }

  #forgetOldest(): void {
    const [oldest] = this.#heard;
    if (this.#heard.size <= mostShown || oldest === undefined) return;
    this.#heard.delete(oldest);
    this.#shown.delete(oldest);
  }

  #next(): void {
    if (this.#isClosed || this.#current !== undefined) return;
    const job = this.#given.find(({ name }) => this.#shown.get(name)?.state === 'waiting');
    if (job === undefined) {
      this.#retryLater();
      return;
    }
    const controller = new AbortController();
    this.#current = { job, controller };
    this.#working = this.#work(job, controller.signal).then(() => {
      this.#current = undefined;
      this.#next();
    });
  }

  async #work(job: GivenJob, signal: AbortSignal): Promise<void> {
    const { name } = job;
    try {
      const detail = await this.#train(job, signal);
      this.#show({ name, state: 'finished', detail });
      this.#options.log.info({ job: name, detail }, 'a training job is finished');
      this.#options.onFinished(name);
    } catch (error) {
      if (signal.aborted) {
        this.#givenUp(name);
        return;
      }
      const isOfDataSet = error instanceof DataSetError || error instanceof TooLittleLearnedError;
      if (!isOfDataSet) this.#options.onDatabaseLost(error);
      const detail = error instanceof Error ? error.message : String(error);
      this.#show({ name, state: 'failed', detail: detail.slice(0, 300) });
      this.#options.log.warn({ job: name, detail }, 'a training job failed; it will be tried again');
    }
  }

  /** It was taken away; where it is given once more meanwhile, it begins anew. */
  #givenUp(name: string): void {
    if (this.#given.some((job) => job.name === name)) this.#show({ name, state: 'waiting' });
    else this.#shown.delete(name);
  }

  async #train(job: GivenJob, signal: AbortSignal): Promise<string> {
    const { store, dataSetOf, clock } = this.#options;
    const dataSet = await dataSetOf(job);
    let keptAt = clock.now();
    const { version, accuracy } = await train(job, dataSet, {
      ...{ store, signal, breathe: this.#breath(signal) },
      isTimeToKeep() {
        if (clock.now() - keptAt < keepMs) return false;
        keptAt = clock.now();
        return true;
      },
      onProgress: (learned, of) => {
        this.#show({ name: job.name, state: 'learning', detail: `${learned} of ${of} examples` });
      },
    });
    return `${dataSet.model} version ${version}, ${Math.round(accuracy * 100)} % of the test right`;
  }

  #breath(signal: AbortSignal): () => Promise<void> {
    const { clock, examplesPerSecond } = this.#options;
    const begunAt = clock.now();
    let count = 0;
    return () => {
      count += 1;
      const dueAt = begunAt + (count / examplesPerSecond()) * 1_000;
      const waitMs = Math.max(0, dueAt - clock.now());
      return waitMs > 0 || count % mostAtOnce === 0 ? pause(clock, waitMs, signal) : Promise.resolve();
    };
  }

  #retryLater(): void {
    this.#cancelRetry();
    const failed = this.#given.filter(({ name }) => this.#shown.get(name)?.state === 'failed');
    // One that is finished is given still where nobody has heard of it.
    const unheard = this.#given.filter(({ name }) => this.#shown.get(name)?.state === 'finished');
    if (failed.length + unheard.length === 0) return;
    this.#cancelRetry = this.#options.clock.after(retryMs, () => {
      for (const { name } of unheard) this.#options.onFinished(name);
      for (const { name, ...job } of failed) this.#show({ ...job, name, state: 'waiting' });
      this.#next();
    });
  }

  #show(job: ShownJob): void {
    this.#shown.set(job.name, job);
  }
}

const mostShown = 100;

function pause(clock: Clock, durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      cancel();
      signal.removeEventListener('abort', settle);
      resolve();
    };
    const cancel = clock.after(durationMs, settle);
    signal.addEventListener('abort', settle, { once: true });
  });
}

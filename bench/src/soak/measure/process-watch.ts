import { readdirSync, readFileSync } from 'node:fs';
import type { SoakEstate } from '../soak-estate.js';

/** What the operating system says of a process at a moment. */
export interface Sample {
  /** ms since 1970. */
  readonly at: number;
  /** Bytes. */
  readonly rss: number;
  readonly descriptors: number;
}

/** A process, from when it was first seen. */
export interface WatchedProcess {
  readonly application: string;
  readonly pid: number;
  readonly samples: Sample[];
}

const everyMs = 2_000;
export const controlServer = 'control server';

/** Looks at every process of the estate every two seconds. */
export class ProcessWatch {
  readonly #estate: SoakEstate;
  readonly #processes = new Map<number, WatchedProcess>();
  readonly #endedUnasked: string[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(estate: SoakEstate) {
    this.#estate = estate;
    this.look();
    this.#timer = setInterval(() => {
      this.look();
    }, everyMs);
  }

  /** Every process that was ever seen. */
  get processes(): readonly WatchedProcess[] {
    return [...this.#processes.values()];
  }

  /** Those that ended although nobody had asked them to. */
  get endedUnasked(): readonly string[] {
    return this.#endedUnasked;
  }

  look(): void {
    const { processes } = this.#estate;
    const now = new Map([...processes.pids()].map(([application, pid]) => [pid, application]));
    for (const [pid, application] of now) this.#see(pid, application);
    this.#see(processes.controlServerPid, controlServer);
    for (const { pid, application, samples } of this.#processes.values()) {
      const sample = sampleOf(pid);
      if (sample !== undefined) samples.push(sample);
      else if (application !== controlServer && !this.#estate.isMeantToEnd(pid)) this.#noteEnd(application, pid);
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** The processes that are still there. */
  alive(): readonly string[] {
    return this.processes
      .filter(({ pid, application }) => sampleOf(pid) !== undefined && isProcessOf(pid, application))
      .map(({ pid, application }) => `${application} (${pid})`);
  }

  #see(pid: number, application: string): void {
    if (this.#processes.has(pid)) return;
    this.#processes.set(pid, { application, pid, samples: [] });
  }

  #noteEnd(application: string, pid: number): void {
    const what = `${application} (${pid})`;
    if (!this.#endedUnasked.includes(what)) this.#endedUnasked.push(what);
  }
}

/** Undefined where there is no such process, or only its number waits for its parent to notice. */
function sampleOf(pid: number): Sample | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    if (kilobytes === undefined) return undefined;
    return {
      ...{ at: Date.now(), rss: Number(kilobytes) * 1_024 },
      descriptors: readdirSync(`/proc/${pid}/fd`).length,
    };
  } catch {
    return undefined;
  }
}

function isProcessOf(pid: number, application: string): boolean {
  const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  return commandLine.includes(application === controlServer ? 'mock-scs' : `--name\0${application}\0`);
}

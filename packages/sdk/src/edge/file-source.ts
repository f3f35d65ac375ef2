import { endpointOf } from '../core/configuration/endpoint.js';
import type { DirectoryEvent } from '../core/directory/directory-event.js';
import type { Endpoint } from '../core/model/service.js';
import { messageOf } from '../errors/message-of.js';
import type { DirectorySource } from '../source/directory-source.js';
import { EventQueue } from '../source/event-queue.js';
import { Prober } from '../source/prober.js';
import { abortWith } from '../time/abort-with.js';
import type { ApplicationStatus, Status } from '../wire/status.js';
import { EstateFileError, parseEstateFile } from './estate-file.js';
import type { EstateFile } from './estate-file.js';
import { fileReadings } from './file-readings.js';
import { resolveFileSourceOptions } from './file-source-options.js';
import type { FileSourceOptions, ResolvedFileSourceOptions } from './file-source-options.js';
import { httpProbe, tcpProbe } from './probes.js';

/**
 * The estate as a YAML or JSON file tells it: `tenants`, `hosts`, `applications` as in a configuration, and optionally `statuses`. Followed as it changes;
 * a file that cannot be used keeps the last good view, and a warning names the line. Needs no control server.
 * @throws InvalidOptionError
 */
export function fileSource(path: string, input: FileSourceOptions = {}): DirectorySource {
  const options = resolveFileSourceOptions(path, input);
  return {
    kind: 'file',
    async *events(signal) {
      const ending = new AbortController();
      const unlink = abortWith(ending, signal);
      const estate = new FollowedFile(path, options, ending.signal);
      try {
        yield* estate.events();
      } finally {
        ending.abort();
        unlink();
      }
    },
  };
}

/** One reader of the file and what it has found. */
class FollowedFile {
  readonly #path: string;
  readonly #options: ResolvedFileSourceOptions;
  readonly #signal: AbortSignal;
  readonly #queue = new EventQueue<DirectoryEvent>();
  readonly #prober: Prober | undefined;
  readonly #verdicts = new Map<string, boolean>();
  #probed: ReadonlyMap<string, Endpoint> = new Map();
  #estate: EstateFile | undefined;
  #revision = 0;

  constructor(path: string, options: ResolvedFileSourceOptions, signal: AbortSignal) {
    this.#path = path;
    this.#options = options;
    this.#signal = signal;
    const { probe, clock, random } = options;
    this.#prober =
      probe &&
      new Prober({
        ...{ ...probe, clock, random, signal },
        probe: probe.kind === 'tcp' ? tcpProbe : httpProbe(probe.path),
        onVerdict: (application, isUp) => {
          this.#judge(application, isUp);
        },
      });
  }

  async *events(): AsyncGenerator<DirectoryEvent> {
    const reading = this.#read();
    yield* this.#queue.read(this.#signal);
    await reading;
  }

  async #read(): Promise<void> {
    for await (const reading of fileReadings(this.#path, this.#options.clock, this.#signal)) {
      try {
        if ('problem' in reading) throw new EstateFileError(this.#path, 1, reading.problem);
        await this.#take(parseEstateFile(reading.text, this.#path));
      } catch (error) {
        this.#refuse(messageOf(error));
      }
    }
  }

  async #take(estate: EstateFile): Promise<void> {
    const before = this.#probed;
    this.#probed = this.#prober === undefined ? new Map() : endpointsToProbe(estate);
    for (const application of this.#verdicts.keys()) {
      if (this.#probed.get(application)?.url !== before.get(application)?.url) this.#verdicts.delete(application);
    }
    const watching = this.#prober?.watch(this.#probed);
    // The first view waits for the first verdicts, so that nobody finds an estate in which nothing runs yet.
    if (this.#estate === undefined) await watching;
    this.#estate = estate;
    this.#revision += 1;
    const { tenants, hosts, applications } = estate;
    const snapshot = {
      ...{ epoch: 1, revision: this.#revision, statuses: this.#statusesOf(estate) },
      ...{ tenants: [...tenants], hosts: [...hosts], applications: [...applications] },
    };
    this.#queue.push({ type: 'snapshot', snapshot });
  }

  #statusesOf({ statuses, applications }: EstateFile): ApplicationStatus[] {
    const stated = new Set(statuses.map(({ application }) => application));
    const others = applications.flatMap(({ name }): ApplicationStatus[] => {
      const status = this.#statusOf(name);
      return stated.has(name) || status === undefined ? [] : [{ application: name, status, mode: 'primary' }];
    });
    return [...statuses, ...others];
  }

  #statusOf(application: string): Status | undefined {
    if (!this.#probed.has(application)) return this.#options.assumeRunning ? 'running' : undefined;
    const isUp = this.#verdicts.get(application);
    return isUp === undefined ? 'initializing' : isUp ? 'running' : 'stopped';
  }

  #judge(application: string, isUp: boolean): void {
    this.#verdicts.set(application, isUp);
    if (this.#estate === undefined) return;
    this.#revision += 1;
    const status = isUp ? 'running' : 'stopped';
    const change = { epoch: 1, revision: this.#revision, application, status, mode: 'primary' } as const;
    this.#queue.push({ type: 'status', change });
  }

  #refuse(problem: string): void {
    if (this.#estate === undefined) this.#queue.push({ type: 'lost', reason: problem });
    const consequence =
      this.#estate === undefined ? 'There is no view until it can be used' : 'The last good view stays';
    this.#queue.push({ type: 'warning', about: 'file', message: `${problem}. ${consequence}.` });
  }
}

/** Where every application is that has an address and no status in the file. */
function endpointsToProbe({ applications, hosts, statuses }: EstateFile): ReadonlyMap<string, Endpoint> {
  const stated = new Set(statuses.map(({ application }) => application));
  const addresses = new Map(hosts.map(({ name, address }) => [name, address]));
  const endpoints = applications.flatMap((application): [string, Endpoint][] => {
    if (stated.has(application.name) || application.type === 'ApplicationCluster') return [];
    const endpoint = endpointOf(application, undefined, addresses);
    return endpoint instanceof Error ? [] : [[application.name, endpoint]];
  });
  return new Map(endpoints);
}

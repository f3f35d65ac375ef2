import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer, LoadBalancerOptions } from '@eservices-lb/sdk';
import axios from 'axios';
import { z } from 'zod';
import { startEstate } from '../../estate/start-estate.js';
import type { Estate } from '../../estate/start-estate.js';
import { operatorOf } from '../../scenarios/operator.js';
import type { Operator } from '../../scenarios/operator.js';

const secretsSchema = z.object({ service: z.string(), aliasKeys: z.string() });

/** The application servers of `instance-faults.yaml` as real processes, for all rows together. Each row leaves it as it found it. */
export class InstancesEstate {
  static #started: Promise<InstancesEstate> | undefined;

  /** Starts it when the first row asks. */
  static get(): Promise<InstancesEstate> {
    return (this.#started ??= InstancesEstate.#start());
  }

  /** Ends it, where it was started. Call it when the last row has been played. */
  static async stop(): Promise<void> {
    const started = await this.#started?.catch(() => undefined);
    this.#started = undefined;
    await started?.operator[Symbol.asyncDispose]();
    await started?.estate.stop();
  }

  static async #start(): Promise<InstancesEstate> {
    const estate = await startEstate({ scenario: join(__dirname, 'instance-faults.yaml') });
    try {
      return new InstancesEstate(estate, await operatorOf(estate));
    } catch (error) {
      await estate.stop();
      throw error;
    }
  }

  private constructor(
    readonly estate: Estate,
    readonly operator: Operator,
  ) {}

  /** What application servers ask of those who come from the web tier. */
  get headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.#secrets.service}` };
  }

  /** A load balancer of the row's own, which knows the estate. */
  async loadBalancer(options: Partial<LoadBalancerOptions> = {}): Promise<LoadBalancer> {
    const { urls, token } = this.estate.ready;
    const aliasKeys = this.#secrets.aliasKeys.split(',');
    const loadBalancer = createLoadBalancer({
      ...{ application: 'WebAPIServer_1', scs: urls.scs, token, aliasKeys },
      ...options,
    });
    await loadBalancer.ready();
    return loadBalancer;
  }

  /** The process that plays the application at this moment. */
  pidOf(application: string): number {
    return this.estate.pidOf(application);
  }

  kill(application: string): void {
    process.kill(this.pidOf(application), 'SIGKILL');
  }

  /** Starts the application, where it has ended, and resolves when it is RUNNING. */
  async start(application: string): Promise<void> {
    const { operator } = this;
    await operator.act(application, 'start');
    await operator.hasStatus(application, 'running');
  }

  /** Tells an answering application how to answer. */
  async behave(application: string, behaviour: { readonly status?: number; readonly delayMs?: number }): Promise<void> {
    await axios.put(`${this.urlOf(application)}/behaviour`, { status: 200, delayMs: 0, ...behaviour });
  }

  /** Where the application listens. */
  urlOf(application: string): string {
    const found = this.operator.loadBalancer.configuration.application(application);
    if (found === undefined) throw new Error(`There is no application "${application}".`);
    return `http://127.0.0.1:${found.ports[0]?.port ?? 0}`;
  }

  /** Changes the configuration of an object, as an operator does. */
  async configure(kind: 'hosts' | 'applications', name: string, fields: object): Promise<void> {
    const { urls, token } = this.estate.ready;
    const headers = { authorization: `Bearer ${token}` };
    await axios.patch(`${urls.scs[0]}/api/v1/${kind}/${name}`, fields, { headers });
  }

  get #secrets(): z.infer<typeof secretsSchema> {
    return secretsSchema.parse(JSON.parse(readFileSync(this.#stateFile('secrets.json'), 'utf8')));
  }

  #stateFile(name: string): string {
    return join(this.estate.directory, '.eservices-lb', String(this.estate.portBase), name);
  }
}

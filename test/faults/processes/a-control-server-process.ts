import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLoadBalancer } from '@eservices-lb/sdk';
import type { LoadBalancer, LoadBalancerOptions } from '@eservices-lb/sdk';
import { seededRandom } from '@eservices-lb/sdk/testing';
import { z } from 'zod';
import { eventually } from '../../estate/eventually.js';
import { startEstate } from '../../estate/start-estate.js';
import type { Estate } from '../../estate/start-estate.js';

export const request = { tenant: 'Environment', type: 'EmailServer' } as const;
const token = 'operator-of-a-test';
const aliasKeys = [Buffer.alloc(32, 7).toString('base64')];

/** The configuration of so many E-mail Servers, and of a web node that is connected to all of them. */
export function emailServers(count: number, { simulated = true } = {}): string {
  const names = Array.from({ length: count }, (_, index) => `email-${index + 1}`);
  const servers = names.map(
    (name, index) =>
      `  - { name: ${name}, dbid: ${index + 2}, type: EmailServer, simulated: ${simulated}, tenants: [Environment], host: localhost, ports: [{ port: ${8110 + index} }] }`,
  );
  const connections = names.map((application) => `{ application: ${application} }`).join(', ');
  return `
tenants: [{ dbid: 1, name: Environment }]
hosts: [{ dbid: 1, name: localhost, address: 127.0.0.1 }]
applications:
  - { name: web, dbid: 1, type: WebAPIServer, simulated: true, tenants: [Environment], host: localhost, connections: [${connections}] }
${servers.join('\n')}
`;
}

/** A load balancer of the web node of {@link emailServers}, with its first view. */
export async function aLoadBalancer(
  options: Pick<LoadBalancerOptions, 'scs' | 'token'> & Partial<LoadBalancerOptions>,
  seed: number,
): Promise<LoadBalancer> {
  const loadBalancer = createLoadBalancer({
    ...{ application: 'web', aliasKeys, random: seededRandom(seed), onWarning: () => undefined },
    ...options,
  });
  await loadBalancer.ready({ timeoutMs: 20_000 });
  return loadBalancer;
}

/** A real process of mock-scs. */
export class ControlServerProcess implements AsyncDisposable {
  readonly #estate: Estate;
  readonly #directory: string;
  #pid: number;

  private constructor(estate: Estate, directory: string) {
    this.#estate = estate;
    this.#directory = directory;
    this.#pid = estate.ready.pid;
  }

  static async start(configuration: string): Promise<ControlServerProcess> {
    const directory = mkdtempSync(join(tmpdir(), 'eservices-lb-fault-'));
    const scenario = join(directory, 'scenario.yaml');
    writeFileSync(scenario, configuration);
    return new ControlServerProcess(await startEstate({ scenario, token }), directory);
  }

  get pid(): number {
    return this.#pid;
  }

  get url(): string {
    return this.#estate.ready.urls.scs[0]!;
  }

  /** What applications derive their secrets from. */
  get masterSecret(): string {
    const { directory, portBase } = this.#estate;
    const file = join(directory, '.eservices-lb', String(portBase), 'secrets.json');
    return z.object({ masterSecret: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).masterSecret;
  }

  signal(name: NodeJS.Signals): void {
    process.kill(this.#pid, name);
  }

  /** Starts it again in the same place; resolves as soon as it answers. */
  async restart(): Promise<void> {
    const restarted = this.#estate.restartScs().then(({ pid }) => {
      this.#pid = pid;
    });
    await Promise.all([restarted, eventually('its answer', () => this.#answers())]);
  }

  loadBalancer(seed: number, difference: Partial<LoadBalancerOptions> = {}): Promise<LoadBalancer> {
    return aLoadBalancer({ scs: [this.url], token, ...difference }, seed);
  }

  /** Tells an application to do something, as an operator does. */
  async order(application: string, command: string): Promise<void> {
    const response = await fetch(`${this.url}/api/v1/applications/${application}/${command}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, connection: 'close' },
    });
    if (!response.ok) throw new Error(`"${command}" was answered ${response.status}: ${await response.text()}`);
  }

  /** Resolves when the view is live, and that of a load balancer that starts now. */
  async untilAgreed(loadBalancer: LoadBalancer, seed: number): Promise<void> {
    await using fresh = await this.loadBalancer(seed);
    await eventually('the view of a load balancer that starts now', () => {
      const [one, other] = [loadBalancer.health(), fresh.health()];
      return (one.source === 'live' && one.fingerprint === other.fingerprint) || undefined;
    });
    expect(loadBalancer.explain(request)).toEqual(fresh.explain(request));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.signal('SIGCONT');
    } catch {
      // It is gone.
    }
    await this.#estate.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #answers(): Promise<true | undefined> {
    return fetch(`${this.url}/api/v1/health`, { headers: { connection: 'close' } }).then(
      ({ ok }) => ok || undefined,
      () => undefined,
    );
  }
}

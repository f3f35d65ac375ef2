import { createHash } from 'node:crypto';
import type { Clock, LoadBalancer } from '@eservices-lb/sdk';
import { z } from 'zod';
import type { Interaction } from '../interaction.js';
import type { Call } from '../routing/routing-request.js';
import { AskedInstances } from './instance-counts.js';
import type { ServiceCounts } from './instance-counts.js';
import { readAnswer } from './service-answer.js';
import type { ServiceAnswer } from './service-answer.js';
import { failureOfAnswer, failureWithoutAnswer } from './service-failure.js';
import type { Asked, ServiceFailure } from './service-failure.js';
import { serviceTarget } from './service-target.js';

/** So many instances may be asked to do the same thing, where that does no harm. */
const mostInstances = 3;
const longestAnswerBytes = 256 * 1024;
/** After everybody was asked and nothing was done, ms: a pair may be switching over. */
const pauseMs = 100;

export interface ExternalServicesOptions {
  readonly loadBalancer: Pick<LoadBalancer, 'http' | 'configuration'>;
  readonly serviceSecret: string;
  readonly clock: Clock;
}

/** A call with everything that stays the same, whoever is asked. */
interface Request extends Asked {
  /** By the clock, ms. */
  readonly endsAt: number;
  readonly data: object;
}

/**
 * Asks application servers on behalf of strategies (External Services Protocol, IXN-4), balanced by the SDK: through the Application Cluster
 * that is named (IXN-6), or directly by type. A request goes on to another instance only where nothing of it was done, or where it may be
 * repeated. Where nothing was done and nobody is left, it is tried again until its time is over, so that it outlives a switchover.
 */
export class ExternalServices {
  readonly #options: ExternalServicesOptions;
  readonly #instances = new AskedInstances();

  constructor(options: ExternalServicesOptions) {
    this.#options = options;
  }

  /**
   * @returns what the server answered
   * @throws RequestError that names the service, and says what to do
   */
  async call(interaction: Interaction, call: Call): Promise<Readonly<Record<string, string>>> {
    const { loadBalancer, clock } = this.#options;
    const target = serviceTarget(call.service, interaction.tenant, loadBalancer.configuration);
    const request = { call, target, data: dataOf(interaction, call), endsAt: clock.now() + call.timeoutMs };
    let failures: readonly ServiceFailure[] = [];
    for (;;) {
      const answer = await this.#ask(request, namesOf(failures));
      if ('result' in answer) return answer.result;
      const worth = answer.application === undefined ? (failures.at(-1) ?? answer) : answer;
      if (!answer.mayGoOn) throw worth.error;
      failures = [...failures, answer];
      if (answer.application !== undefined && failures.length < mostInstances) continue;
      // Nobody is left.
      if (!failures.every(({ isUndone }) => isUndone) || request.endsAt - clock.now() <= pauseMs) throw worth.error;
      failures = [];
      await this.#pause();
    }
  }

  /** What every instance was asked, by service. */
  counts(): readonly ServiceCounts[] {
    return this.#instances.counts();
  }

  async #ask(request: Request, exclude: readonly string[]): Promise<{ result: Result } | ServiceFailure> {
    const { call } = request;
    try {
      const answer = await this.#send(request, exclude);
      if ('result' in answer) return answer;
      this.#instances.failed(call.service, answer.application);
      return failureOfAnswer(answer, request);
    } catch (error) {
      const asked = askedSchema.safeParse(error).data?.config.asked ?? [];
      this.#count(call.service, asked);
      const last = asked.at(-1);
      if (last !== undefined) this.#instances.failed(call.service, last);
      return failureWithoutAnswer(error, last, request);
    }
  }

  async #send({ call, target, data, endsAt }: Request, exclude: readonly string[]): Promise<ServiceAnswer> {
    const { loadBalancer, serviceSecret, clock } = this.#options;
    const response = await loadBalancer.http({ ...target, exclude }).request<unknown>({
      // A PUT is one that may be repeated.
      method: call.repeatable ? 'put' : 'post',
      url: `/esp/${encodeURIComponent(call.operation)}`,
      headers: { authorization: `Bearer ${serviceSecret}` },
      data,
      timeout: Math.max(1, endsAt - clock.now()),
      maxContentLength: longestAnswerBytes,
      validateStatus: () => true,
    });
    const { asked = [] } = response.config;
    this.#count(call.service, asked);
    return readAnswer(response.status, response.data, asked.at(-1) ?? target.type);
  }

  /** All but the last one were asked in vain. */
  #count(service: string, asked: readonly string[]): void {
    for (const application of asked) this.#instances.asked(service, application);
    for (const application of asked.slice(0, -1)) this.#instances.failed(service, application);
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.after(pauseMs, resolve);
    });
  }
}

type Result = Readonly<Record<string, string>>;

const askedSchema = z.object({ config: z.object({ asked: z.array(z.string()) }) });

const namesOf = (failures: readonly ServiceFailure[]): readonly string[] =>
  failures.flatMap(({ application }) => application ?? []);

/** What is sent; the same at every attempt, so that servers can tell a repetition. */
function dataOf(interaction: Interaction, call: Call): object {
  const { interactionId, media, tenant, subject, attributes } = interaction;
  return {
    ...{ requestId: requestIdOf(interaction, call), tenant, parameters: call.parameters },
    interaction: { interactionId, media, tenant, subject, attributes },
  };
}

/** The same call of the same run of a strategy has the same number, also when the interaction was given to another routing server. */
const requestIdOf = ({ tenant, media, interactionId, step }: Interaction, { number }: Call): string =>
  createHash('sha256')
    .update(JSON.stringify([tenant, media, interactionId, step, number]))
    .digest('hex');

import { systemClock } from '@eservices-lb/sdk';
import type { LoadBalancer } from '@eservices-lb/sdk';
import { Upstream } from '../../packages/servers/src/json-rpc/upstream.js';
import { InteractionSubmitter } from '../../packages/servers/src/media-server/interaction-submitter.js';
import { silentLog } from '../servers/application-surroundings.js';

/** Media servers that submit one interaction after the other. */
export interface InteractionLoad {
  /** The numbers of all interactions that Interaction Server has acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  /** How often an interaction was acknowledged as new that had been so before. */
  readonly doubled: number;
  /** Resolves when an interaction is acknowledged that is submitted only now. */
  nextAcknowledgement(): Promise<void>;
  /** Resolves when so many more are acknowledged. */
  more(count: number): Promise<void>;
  /** Resolves when whatever is on its way is acknowledged, and ends the load. */
  stop(): Promise<void>;
}

export interface InteractionLoadOptions {
  readonly loadBalancer: LoadBalancer;
  readonly serviceSecret: string;
  readonly clients: number;
  /** The beginning of the numbers of the interactions. */
  readonly prefix: string;
}

const random = (): number => 0.5;

export function loadOfInteractions({
  loadBalancer,
  serviceSecret,
  clients,
  prefix,
}: InteractionLoadOptions): InteractionLoad {
  const upstream = new Upstream({
    ...{ loadBalancer, tenant: 'Environment', type: 'InteractionServer', serviceSecret, methods: {} },
    ...{ clock: systemClock, random, log: silentLog },
  });
  const submitter = new InteractionSubmitter({ upstream, clock: systemClock, random, log: silentLog });
  const acknowledged = new Set<string>();
  const news = new Set<string>();
  const ending = new AbortController();
  let doubled = 0;
  let begun = 0;
  let onAcknowledged = (): void => undefined;
  const submitOne = async (): Promise<void> => {
    const interactionId = `${prefix}-${++begun}`;
    const submission = {
      interactionId,
      media: 'sms',
      tenant: 'Environment',
      service: 'support',
      subject: '',
      attributes: {},
    };
    const { isNew } = await submitter.submit(submission, new AbortController().signal);
    if (isNew && news.has(interactionId)) doubled += 1;
    if (isNew) news.add(interactionId);
    acknowledged.add(interactionId);
    onAcknowledged();
  };
  const submitAgainAndAgain = async (): Promise<void> => {
    while (!ending.signal.aborted) await submitOne();
  };
  const running = Array.from({ length: clients }, submitAgainAndAgain);
  return {
    acknowledged,
    get doubled() {
      return doubled;
    },
    nextAcknowledgement: submitOne,
    more(count) {
      const enough = acknowledged.size + count;
      return new Promise((resolve) => {
        onAcknowledged = () => {
          if (acknowledged.size >= enough) resolve();
        };
      });
    },
    async stop() {
      ending.abort();
      await Promise.all(running);
      upstream.close();
    },
  };
}

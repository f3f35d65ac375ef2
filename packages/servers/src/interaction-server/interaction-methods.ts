import { decode } from '../application-server/decode.js';
import { RequestError } from '../application-server/request-error.js';
import { tenantsServed } from '../application-server/tenants-served.js';
import type { AskDatabase } from '../database/asking-database.js';
import { storableJson } from '../database/storable-json.js';
import type { Methods } from '../json-rpc/json-rpc-peer.js';
import type { Interaction } from './interaction.js';
import { listSchema, progressSchema, submissionSchema } from './interaction-request.js';
import type { InteractionStore } from './interaction-store.js';

export interface InteractionMethodsOptions {
  readonly store: Pick<InteractionStore, 'submit' | 'list' | 'bring'>;
  readonly askDatabase: AskDatabase;
  /** The tenants of this server at this moment. */
  readonly tenants: () => readonly string[];
  readonly isAccepting: () => boolean;
  /** An interaction was submitted that was not known before. */
  readonly onSubmitted: (interaction: Interaction) => void;
}

/** What clients ask of an Interaction Server, whichever way they came. Nothing is answered before it is stored. */
export interface InteractionMethods {
  submit(params: unknown): Promise<{ readonly interaction: Interaction; readonly isNew: boolean }>;
  list(params: unknown): Promise<readonly Interaction[]>;
  bring(params: unknown): Promise<Interaction>;
}

export function interactionMethods({ store, askDatabase, ...options }: InteractionMethodsOptions): InteractionMethods {
  const { tenants, isAccepting, onSubmitted } = options;
  const check = tenantsServed(tenants);
  return {
    async submit(params) {
      const submission = decode(submissionSchema, params);
      check(submission.tenant);
      if (!isAccepting())
        throw new RequestError(503, 'NOT_ACCEPTING', 'This Interaction Server takes nothing new at the moment.');
      const submitted = await askDatabase(() => store.submit(submission));
      if (submitted.isNew) onSubmitted(submitted.interaction);
      return submitted;
    },
    list(params) {
      const { tenant, ...filter } = decode(listSchema, params);
      check(tenant);
      return askDatabase(() => store.list(tenant, filter));
    },
    bring(params) {
      const { state, ...key } = decode(progressSchema, params);
      check(key.tenant);
      return askDatabase(() => store.bring(key, state));
    },
  };
}

/** The same by JSON-RPC, for media servers and proxies. */
export function jsonRpcMethods(methods: InteractionMethods): Methods {
  return {
    'interaction.submit': async (params) => {
      const { interaction, isNew } = await methods.submit(storable(params));
      const { interactionId, queue, state } = interaction;
      return { interactionId, queue, state, isNew };
    },
    'interaction.list': async (params) => ({ interactions: await methods.list(params) }),
    'interaction.state': (params) => methods.bring(params),
  };
}

/** What no database takes, nobody needs to hear: it becomes the replacement character. */
const storable = (params: unknown): unknown => JSON.parse(storableJson(params ?? null));

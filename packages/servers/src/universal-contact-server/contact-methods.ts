import { z } from 'zod';
import { decode } from '../application-server/decode.js';
import { tenantsServed } from '../application-server/tenants-served.js';
import type { AskDatabase } from '../database/asking-database.js';
import { storableJson } from '../database/storable-json.js';
import type { Methods } from '../json-rpc/json-rpc-peer.js';
import { contactOf } from './contact.js';
import type { Contact, PastInteraction } from './contact.js';
import type { ContactHistory } from './contact-history.js';

const contactSchema = z.object({
  tenant: z.string().min(1, 'name the tenant (MT-1)').max(255),
  emailAddress: z.string().trim().min(1, 'say whose history').max(320),
});

export interface ContactMethodsOptions {
  readonly history: Pick<ContactHistory, 'of'>;
  readonly askDatabase: AskDatabase;
  /** The tenants of this server at this moment. */
  readonly tenants: () => readonly string[];
}

/** Who somebody is, where anything is known of him, and what he wrote before. */
export interface KnownContact {
  readonly contact?: Contact;
  readonly interactions: readonly PastInteraction[];
}

/** What clients ask of a Universal Contact Server, whichever way they came. */
export interface ContactMethods {
  readonly look: (params: unknown) => Promise<KnownContact>;
}

export function contactMethods({ history, askDatabase, tenants }: ContactMethodsOptions): ContactMethods {
  const check = tenantsServed(tenants);
  return {
    async look(params) {
      const { tenant, emailAddress } = decode(contactSchema, params);
      check(tenant);
      const interactions = await askDatabase(() => history.of(tenant, emailAddress));
      const contact = contactOf(emailAddress, interactions);
      return { ...(contact !== undefined && { contact }), interactions };
    },
  };
}

/** The same by JSON-RPC, for desktops and proxies. */
export function jsonRpcMethods({ look }: ContactMethods): Methods {
  return {
    'contact.find': async (params) => {
      const { contact } = await look(storable(params));
      return contact === undefined ? {} : { contact };
    },
    'contact.interactions': async (params) => ({ interactions: (await look(storable(params))).interactions }),
  };
}

/** What no database takes, nobody needs to hear: it becomes the replacement character. */
const storable = (params: unknown): unknown => JSON.parse(storableJson(params ?? null));

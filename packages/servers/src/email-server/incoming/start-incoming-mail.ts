import { environmentVariable } from '@eservices-lb/mock-scs/lca';
import { addressOf } from '../../application-server/address-of.js';
import type { Surroundings } from '../../application-server/application-server.js';
import { interactionServerType, interactionServerTypes } from '../../application-server/interaction-server-type.js';
import { ownLoadBalancer } from '../../application-server/own-load-balancer.js';
import { askingDatabase } from '../../database/asking-database.js';
import type { Database } from '../../database/connect-to-database.js';
import { Upstream } from '../../json-rpc/upstream.js';
import { InteractionSubmitter } from '../../media-server/interaction-submitter.js';
import type { EmailStore } from '../email-store.js';
import { mailboxesOf } from './mailboxes.js';
import { MailSubmissions } from './mail-submissions.js';
import { receiveMail } from './receive-mail.js';

/** The port for mail from outside; an E-mail Server without it takes mail from the web tier only. */
const portId = 'inbound';

export interface IncomingMailParts {
  readonly database: Database;
  readonly store: Pick<EmailStore, 'store'>;
  /** A mail was stored; `isNew` where it was not known before. */
  readonly onStored: (isNew: boolean) => void;
}

/**
 * Takes mail over SMTP on port `inbound`, for the addresses of section `mailboxes`, and submits it to the Interaction Server among the
 * Connections (IXN-5). Without such a connection an Interaction Server on the same database finds it there.
 */
export async function startIncomingMail(
  surroundings: Surroundings,
  { database, store, onStored }: IncomingMailParts,
): Promise<{ close(): Promise<void> }> {
  const { registration, isAccepting, log } = surroundings;
  if (!registration().application.ports.some(({ id }) => id === portId)) return { close: () => Promise.resolve() };
  const askDatabase = askingDatabase(database);
  const submitting = await startSubmitting(surroundings, database);
  const reception = await receiveMail(addressOf(registration(), portId), {
    ...{ isAccepting, log, tenant: () => registration().application.tenants[0] ?? '' },
    mailboxes: () => mailboxesOf(registration()),
    async store(email) {
      const { isNew } = await askDatabase(() => store.store(email));
      onStored(isNew);
      submitting.sweep();
    },
  });
  return {
    async close() {
      await reception.close();
      await submitting.close();
    },
  };
}

async function startSubmitting(
  surroundings: Surroundings,
  { pool }: Database,
): Promise<{ sweep(): void; close(): Promise<void> }> {
  const { registration, clock, random, log, isBackup } = surroundings;
  const { application, connections } = registration();
  if (!connections.some(({ type }) => interactionServerTypes.includes(type)))
    return { sweep: () => undefined, close: () => Promise.resolve() };
  const loadBalancer = await ownLoadBalancer(surroundings);
  const [tenant = ''] = application.tenants;
  const upstream = new Upstream({
    ...{ loadBalancer, tenant, type: interactionServerType(registration()), clock, random, log, methods: {} },
    serviceSecret: environmentVariable('ESERVICES_SERVICE_SECRET'),
  });
  const submitter = new InteractionSubmitter({ upstream, clock, random, log });
  const tenants = (): readonly string[] => registration().application.tenants;
  const submissions = new MailSubmissions({ pool, submitter, tenants, isBackup, clock, log });
  submissions.sweep();
  return {
    sweep: () => {
      submissions.sweep();
    },
    async close() {
      upstream.close();
      await submissions.close();
      await loadBalancer.close();
    },
  };
}

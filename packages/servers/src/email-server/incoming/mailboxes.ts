import type { Registration } from '@eservices-lb/mock-scs/lca';

/** The services to which mail may be written, by address: section `mailboxes` of the application's options, `address = service`. */
export function mailboxesOf({ application }: Registration): ReadonlyMap<string, string> {
  const mailboxes = Object.entries(application.options.mailboxes ?? {});
  return new Map(mailboxes.map(([address, service]) => [address.toLowerCase(), service]));
}

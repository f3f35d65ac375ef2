import { readNumberList, writeIntervals } from '@eservices-lb/sdk/rules';
import type { NumberInterval } from '@eservices-lb/sdk/rules';
import type { Application } from '@eservices-lb/sdk/wire';
import { nameInPair } from '../media-server/name-in-pair.js';

/** Whose a message is (SMS-1). */
export type Ownership =
  | { readonly by: 'this'; readonly tenant: string }
  | { readonly by: 'other'; readonly application: string }
  /** `isKeeper`: this is the server that sets such messages aside, so that exactly one does. */
  | { readonly by: 'nobody'; readonly isKeeper: boolean };

export interface NumberSubsetsOptions {
  /** This application, as it is configured now. */
  readonly own: () => Application;
  /** The tenants that this process was started with (MT-4). */
  readonly tenants: readonly string[];
  /** All SMS Servers of the estate. */
  readonly servers: () => readonly Application[];
}

const longestNumber = 15;
const everything = 'everything';

/** Divides telephone numbers among the SMS Servers, as options `channel/numbers` and `tenant-numbers/*` say (SMS-1, SMS-2). */
export class NumberSubsets {
  readonly #options: NumberSubsetsOptions;
  readonly #lists = new Map<string, readonly NumberInterval[]>();

  constructor(options: NumberSubsetsOptions) {
    this.#options = options;
  }

  /** The name under which this server and its warm standby partner own numbers: that of the primary. */
  get name(): string {
    const { own, servers } = this.#options;
    return nameInPair(own(), servers());
  }

  /** The numbers of this server, as they are written; nothing where it takes all. */
  get written(): string {
    return numbersOf(this.#options.own()) ?? '';
  }

  /** Whose a message from a customer's number to one of ours is. `customer` is undefined where it is no number. */
  ownerOf(customer: string | undefined, ours: string): Ownership {
    const { own, tenants } = this.#options;
    if (customer !== undefined) {
      const tenant = this.#takes(own(), customer) ? this.#tenantOf(own(), tenants, ours) : undefined;
      if (tenant !== undefined) return { by: 'this', tenant };
      for (const other of this.#others())
        if (this.#takes(other, customer) && this.#tenantOf(other, other.tenants, ours) !== undefined)
          return { by: 'other', application: other.name };
    }
    const dbid = Math.min(...this.#others().map((other) => other.dbid));
    return { by: 'nobody', isKeeper: this.#dbid < dbid };
  }

  /** The server that sends to a customer's number for a tenant; nothing where nobody does. */
  senderFor(customer: string, tenant: string): string | undefined {
    const { own, tenants } = this.#options;
    if (tenants.includes(tenant) && this.#takes(own(), customer)) return this.name;
    return this.#others().find((other) => other.tenants.includes(tenant) && this.#takes(other, customer))?.name;
  }

  /** All numbers that are served, and by whom, for people to read. */
  describe(): string {
    const all = [{ application: this.name, list: numbersOf(this.#options.own()) }, ...this.#others().map(asNamed)];
    return all
      .map(({ application, list }) =>
        list === undefined
          ? `${application} all numbers`
          : `${application} ${writeIntervals(this.#intervals(list)) || 'none'}`,
      )
      .join('; ');
  }

  get #dbid(): number {
    const { own, servers } = this.#options;
    return servers().find(({ name }) => name === this.name)?.dbid ?? own().dbid;
  }

  #others(): readonly Application[] {
    const { name } = this;
    return this.#options
      .servers()
      .filter((one) => one.isPrimary && one.state === 'enabled' && one.name !== name && one.backup !== name);
  }

  #takes(server: Application, number: string): boolean {
    const list = numbersOf(server) ?? everything;
    return list === everything || this.#includes(list, number);
  }

  /** Where an application has several tenants, section `tenant-numbers` says which numbers of ours are whose; else the first has all. */
  #tenantOf({ options }: Application, tenants: readonly string[], ours: string): string | undefined {
    const lists = Object.entries(options['tenant-numbers'] ?? {});
    if (lists.length === 0) return tenants[0];
    return lists.find(([tenant, list]) => tenants.includes(tenant) && this.#includes(list, ours))?.[0];
  }

  #includes(list: string, number: string): boolean {
    const digits = number.replaceAll(/\D/g, '');
    const at = Number(digits.padEnd(longestNumber, '0'));
    return digits !== '' && this.#intervals(list).some(({ first, last }) => first <= at && at <= last);
  }

  #intervals(list: string): readonly NumberInterval[] {
    const known = this.#lists.get(list);
    if (known !== undefined) return known;
    if (this.#lists.size > 1_000) this.#lists.clear();
    const { intervals } = readNumberList(list);
    this.#lists.set(list, intervals);
    return intervals;
  }
}

const numbersOf = ({ options }: Application): string | undefined => options.channel?.numbers;
const asNamed = (server: Application): { application: string; list: string | undefined } => ({
  application: server.name,
  list: numbersOf(server),
});

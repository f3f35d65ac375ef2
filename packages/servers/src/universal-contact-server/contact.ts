/** One chat or e-mail that a customer began. `startedUtc` is ms since 1970. */
export interface PastInteraction {
  readonly id: string;
  readonly media: 'chat' | 'email';
  readonly service: string;
  readonly subject: string;
  readonly startedUtc: number;
  /** How it begins, in one line. */
  readonly excerpt: string;
  readonly state: 'open' | 'ended' | 'new' | 'answered';
  /** How the customer called himself. */
  readonly name: string;
}

/** A customer of one tenant: whoever writes under this e-mail address. */
export interface Contact {
  readonly emailAddress: string;
  /** As of the latest interaction that says one. */
  readonly name: string;
  readonly firstSeenUtc: number;
  readonly lastSeenUtc: number;
}

/** Who the customer is, as far as the interactions tell; nobody, where there are none. */
export function contactOf(emailAddress: string, newestFirst: readonly PastInteraction[]): Contact | undefined {
  const [latest] = newestFirst;
  const earliest = newestFirst.at(-1);
  if (latest === undefined || earliest === undefined) return undefined;
  return {
    ...{ emailAddress, firstSeenUtc: earliest.startedUtc, lastSeenUtc: latest.startedUtc },
    name: newestFirst.find(({ name }) => name !== '')?.name ?? '',
  };
}

import { lookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';

const maxAgeMs = 5_000;
const maxHosts = 1_000;

interface Answer {
  readonly at: number;
  readonly addresses: Promise<readonly LookupAddress[]>;
}

type Ask = (host: string, options: LookupOptions) => Promise<readonly LookupAddress[]>;

/**
 * Name resolution that asks for each host at most once in 5 s, however many connections are made and however they fail (R3, F25). A refusal
 * is remembered as long as an answer.
 */
export function cachedLookup(now: () => number, ask: Ask = askSystem): LookupFunction {
  const answers = new Map<string, Answer>();

  const addressesOf = (host: string, options: LookupOptions): Promise<readonly LookupAddress[]> => {
    const key = `${host}/${String(options.family ?? 0)}/${options.hints ?? 0}`;
    const known = answers.get(key);
    if (known !== undefined && now() - known.at < maxAgeMs) return known.addresses;
    if (answers.size >= maxHosts) answers.clear();
    const addresses = ask(host, options);
    answers.set(key, { at: now(), addresses });
    return addresses;
  };

  return (host, options, callback) => {
    addressesOf(host, options).then(
      ([...all]) => {
        const [first] = all;
        if (options.all === true || first === undefined) callback(null, all);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => {
        callback(error as NodeJS.ErrnoException, []);
      },
    );
  };
}

const askSystem: Ask = (host, options) =>
  new Promise((resolve, reject) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error === null) resolve(addresses);
      else reject(error);
    });
  });

import type { Random } from '@eservices-lb/sdk';
import { longTokens, nastyTokens } from './nasty-tokens.js';

/** Nothing becomes longer, so that a million of them fit into an evening. */
const longest = 65_536;
const mostChanges = 6;

export interface MutateOptions {
  readonly random: Random;
  /** Others, to take pieces of. */
  readonly others: readonly string[];
  readonly dictionary: readonly string[];
  /** Of one character: 8 where it stands for a byte. */
  readonly bits: 8 | 16;
}

/** A text with a few changes: bits flipped, pieces cut out, put in, doubled, or taken from others, numbers made extreme. */
export function mutate(text: string, options: MutateOptions): string {
  const { random, bits } = options;
  // Mostly one or two: what is changed much is refused at its first character.
  const changes = 1 + Math.floor(mostChanges * random() ** 4);
  let changed = text;
  for (let step = 0; step < changes; step += 1) changed = change(changed, options).slice(0, longest);
  return bits === 16 ? changed : asBytes(changed);
}

/** Characters of more than eight bits, as UTF-8 writes them. */
const asBytes = (text: string): string =>
  /^[\0-\xff]*$/.test(text)
    ? text
    : text.replace(/[^\0-\xff]/g, (character) => Buffer.from(character).toString('latin1'));

const below = (random: Random, limit: number): number => Math.floor(random() * limit);

function oneOf<T>(random: Random, list: readonly T[]): T {
  return list[below(random, list.length)]!;
}

function change(text: string, { random, others, dictionary, bits }: MutateOptions): string {
  const at = below(random, text.length + 1);
  const length = Math.min(text.length - at, 1 + below(random, random() < 0.2 ? text.length + 1 : 8));
  const [before, piece, after] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)];
  const token = (): string =>
    random() < 0.001
      ? oneOf(random, longTokens)
      : oneOf(random, dictionary.length > 0 && random() < 0.5 ? dictionary : nastyTokens);
  switch (below(random, 11)) {
    case 0:
    case 1: {
      const flipped = (text.charCodeAt(at) || 0) ^ (1 << below(random, bits));
      return before + String.fromCharCode(flipped) + text.slice(at + 1);
    }
    case 2:
      return before + String.fromCharCode(below(random, 2 ** bits)) + text.slice(at + 1);
    case 3:
      return before + after;
    case 4:
      return before + token() + text.slice(at);
    case 5:
      return before + token() + after;
    case 6:
      return before + piece.repeat(2 + below(random, random() < 0.02 ? 500 : 4)) + after;
    case 7:
      return before;
    case 8: {
      const other = oneOf(random, others.length > 0 ? others : [text]);
      const from = below(random, other.length + 1);
      return before + other.slice(from, from + 1 + below(random, other.length + 1)) + (random() < 0.5 ? after : '');
    }
    case 9: {
      const to = below(random, before.length + 1);
      return before.slice(0, to) + piece + before.slice(to) + after;
    }
    default:
      return withExtremeNumber(text, at, random);
  }
}

const extremeNumbers = ['0', '-1', '1', '255', '256', '65535', '65536', '2147483647', '4294967295', '1e308', '0.1'];

function withExtremeNumber(text: string, from: number, random: Random): string {
  const found = /\d+/.exec(text.slice(from));
  if (found === null) return text;
  const at = from + found.index;
  return text.slice(0, at) + oneOf(random, extremeNumbers) + text.slice(at + found[0].length);
}

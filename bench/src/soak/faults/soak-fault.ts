import type { Random } from '@eservices-lb/sdk';
import type { SoakEstate } from '../soak-estate.js';

/** One kind of thing that goes wrong during a soak. */
export interface SoakFault {
  readonly kind: string;
  /** Only in this share of the run, from its beginning: whom it ends is there for good afterwards, so that its memory can be measured. @defaultValue 1 */
  readonly share?: number;
  /** Lets it happen, and resolves, with what it did, when it is over. */
  strike(estate: SoakEstate, random: Random): Promise<string>;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One of them, drawn by lot. */
export function oneOf<T>(all: readonly T[], random: Random): T {
  const drawn = all[Math.floor(random() * all.length)];
  if (drawn === undefined) throw new Error('There is nothing to draw from.');
  return drawn;
}

/** From `least` to `most` ms, drawn by lot. */
export const between = (least: number, most: number, random: Random): number =>
  Math.round(least + random() * (most - least));

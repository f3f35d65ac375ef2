import type { ShownWork } from '@eservices-lb/mock-scs/lca';

const longestLists = [64, 32, 16, 8, 4, 2, 1, 0] as const;
const longestText = 500;

/** The work with lists as long as they may be together, the first of each, and texts of a length that one reads. */
export function fittingWork(work: ShownWork, mostBytes: number): ShownWork {
  if (bytesOf(work) <= mostBytes) return work;
  for (const most of longestLists) {
    const shorter = shortened(work, most) as ShownWork;
    if (bytesOf(shorter) <= mostBytes) return shorter;
  }
  return { kind: work.kind };
}

const bytesOf = (work: ShownWork): number => Buffer.byteLength(JSON.stringify(work));

function shortened(value: unknown, most: number): unknown {
  if (typeof value === 'string') return value.slice(0, longestText);
  if (Array.isArray(value)) return value.slice(0, most).map((one) => shortened(one, most));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shortened(one, most)]));
}

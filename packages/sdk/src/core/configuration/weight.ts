const equalShare = 1;

/** The share of an instance, from the parameter `weight` of its connection: a number of 0 or more, where 0 takes nothing new (R19). */
export function weightOf({ weight }: Readonly<Record<string, string>>): number {
  return weight !== undefined && isWeight(weight) ? Number(weight) : equalShare;
}

/** What is wrong with the parameter, for an operator; undefined where nothing is. */
export function weightProblemOf({ weight }: Readonly<Record<string, string>>): string | undefined {
  if (weight === undefined || isWeight(weight)) return undefined;
  return `the weight ${JSON.stringify(weight)} of its connection is not a number of 0 or more and counts as 1`;
}

/** Number('') is 0, which would silently take an instance out of service. */
const isWeight = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text)) && Number(text) >= 0;

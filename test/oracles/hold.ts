/** @throws Error where it does not hold, with this sentence */
export function hold(condition: boolean, sentence: string | (() => string)): asserts condition {
  if (!condition) throw new Error(typeof sentence === 'string' ? sentence : sentence());
}

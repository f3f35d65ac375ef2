import { hold } from '../oracles/hold.js';

/** What an oracle looks at, said once. */

/** So that nobody fills the logs of others. */
const longestMessage = 20_000;

/** @throws where the error is not of the kind that is promised, says nothing, or says more than a message may */
export function expectRefusal<T extends Error>(
  error: unknown,
  kind: new (...given: never[]) => T,
  longest = longestMessage,
): T {
  if (!(error instanceof kind)) throw new Error(`it throws ${shown(error)} instead of ${kind.name}`, { cause: error });
  hold(error.message.trim() !== '', 'the refusal says nothing');
  hold(error.message.length <= longest, () => `the refusal has ${error.message.length} characters`);
  return error;
}

const shown = (error: unknown): string =>
  error instanceof Error ? `${error.name} (${error.message.slice(0, 200)})` : String(error);

/** @throws where the two differ as JSON */
export function expectSame(one: unknown, other: unknown, sentence: string): void {
  const [left, right] = [JSON.stringify({ it: one }), JSON.stringify({ it: other })];
  if (left !== right) throw new Error(`${sentence}: ${left.slice(0, 200)} and ${right.slice(0, 200)}`);
}

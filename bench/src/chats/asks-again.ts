import type { LoadRecord } from './load-record.js';
import type { Answer } from './web-nodes.js';

/** Whether a client asks again after such an answer. */
export type AsksAgain = (answer: Answer<{ readonly statusCode?: number }>) => boolean;

/** As the clients of the API do: where they are told so. */
export const whereTold: AsksAgain = ({ reply }) => reply?.statusCode === 1;

/** As our own pages do (`public/chat-api.js`), and who looks at them: also where no answer comes, and after 5xx and 429. */
export const asPagesDo: AsksAgain = ({ httpStatus, reply }) =>
  reply?.statusCode === 1 || httpStatus === 0 || httpStatus === 429 || httpStatus >= 500;

const retryMs = 250;
/** Somebody who waits longer than this has been let down, ms. */
const patienceMs = 120_000;

export interface Asking {
  readonly operation: string;
  readonly record: LoadRecord;
  readonly asksAgain: AsksAgain;
}

/** Asks until there is an answer that counts; after two minutes, the last one counts. */
export async function askUntilAnswered<T extends { readonly statusCode?: number }>(
  { operation, record, asksAgain }: Asking,
  ask: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const from = performance.now();
  for (;;) {
    const askedAt = performance.now();
    const answer = await ask();
    const answeredAt = performance.now();
    record.answered(answeredAt - askedAt);
    if (!asksAgain(answer) || answeredAt - from > patienceMs) {
      record.waited(answeredAt - from, operation);
      return answer;
    }
    record.interrupted();
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

import { systemClock } from '@eservices-lb/sdk';

const pauseMs = 25;

/** Asks again and again until the answer is something, and says what was awaited when it never is. */
export async function eventually<T>(
  awaited: string,
  ask: () => T | undefined | Promise<T | undefined>,
  { withinMs = 20_000 }: { readonly withinMs?: number } = {},
): Promise<T> {
  const deadline = systemClock.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (systemClock.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain for ${awaited}.`);
    await new Promise<void>((resolve) => {
      systemClock.after(pauseMs, resolve, { keepAlive: true });
    });
  }
}

import { runInThisContext } from 'node:vm';

type Listener = (reason: unknown) => void;

/**
 * Tells of every rejection that nobody hears of, until the returned function is called. Jest gives tests a process object of their own, which is never
 * told; this is the real one.
 */
export function onUnhandledRejection(tell: (reason: string) => void): () => void {
  const real = runInThisContext('process') as NodeJS.Process;
  const others = real.listeners('unhandledRejection') as Listener[];
  const listener: Listener = (reason) => {
    tell(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason));
  };
  for (const other of others) real.off('unhandledRejection', other);
  real.on('unhandledRejection', listener);
  return () => {
    real.off('unhandledRejection', listener);
    for (const other of others) real.on('unhandledRejection', other);
  };
}

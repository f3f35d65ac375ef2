import type { Clock } from '@eservices-lb/sdk';

/** Tells the operator, line by line, what happens while the estate starts. */
export interface Progress {
  say(application: string, what: string): void;
}

const usualWidth = 18;

/** @param names of the applications that there will be something to say about */
export function progressTo(output: NodeJS.WritableStream, clock: Clock, names: readonly string[]): Progress {
  const begin = clock.now();
  const width = Math.max(usualWidth, ...names.map(({ length }) => length));
  return {
    say(application, what) {
      const seconds = ((clock.now() - begin) / 1000).toFixed(1);
      output.write(`${seconds.padStart(6)} s  ${application.padEnd(width)} ${what}\n`);
    },
  };
}

import type { Clock } from '@eservices-lb/sdk';

/** Tells the operator, line by line, what happens while the estate starts. */
export interface Progress {
  say(application: string, what: string): void;
}

export function progressTo(output: NodeJS.WritableStream, clock: Clock): Progress {
  const begin = clock.now();
  return {
    say(application, what) {
      const seconds = ((clock.now() - begin) / 1000).toFixed(1);
      output.write(`${seconds.padStart(6)} s  ${application.padEnd(18)} ${what}\n`);
    },
  };
}

import { createServer } from 'node:net';

export interface NeededPort {
  readonly application: string;
  readonly address: string;
  readonly port: number;
}

/** Those of the needed ports on which somebody listens already, or that cannot be listened on. */
export async function busyPorts(needed: readonly NeededPort[]): Promise<readonly NeededPort[]> {
  const answers = await Promise.all(needed.map(async (each) => ((await isFree(each)) ? [] : [each])));
  return answers.flat();
}

function isFree({ address, port }: NeededPort): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen({ host: address, port, exclusive: true }, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}

import { runInThisContext } from 'node:vm';
import { aChatServer, anEstate, aSnapshot, status } from './an-estate.js';

describe('many who wait at once', () => {
  /** Through which Node.js warns; Jest gives tests another one. */
  const real = runInThisContext('process') as NodeJS.Process;

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('are served without a warning of Node.js about listeners', async () => {
    const emitWarning = jest.spyOn(real, 'emitWarning');
    const server = aChatServer(1);
    await using estate = await anEstate(aSnapshot([server], { statuses: [status('WebAPIServer_1', 'running')] }));
    const wish = { tenant: 'Environment', type: 'ChatServer' };

    const waiting = Array.from({ length: 50 }, () => estate.loadBalancer.waitFor(wish, { timeoutMs: 1_000 }));
    await estate.report(server.name, 'running');

    await expect(Promise.all(waiting)).resolves.toHaveLength(50);
    expect(emitWarning).not.toHaveBeenCalled();
  });
});

import { aChatServer, anEstate, aSnapshot } from './an-estate.js';
import type { Estate } from './an-estate.js';

describe('whenDrained', () => {
  let estate: Estate;
  let isDrained: boolean;

  const watch = async (): Promise<void> => {
    isDrained = false;
    void estate.loadBalancer.whenDrained('ChatServer_1').then(
      () => (isDrained = true),
      () => undefined,
    );
    await Promise.resolve();
  };

  beforeEach(async () => {
    estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]));
    await watch();
  });
  afterEach(() => estate.loadBalancer.close().catch(() => undefined));

  it('resolves when a disabled application that still runs reports a load of 0 (LB-7)', async () => {
    await estate.report('ChatServer_1', 'running', { load: 2 });
    await estate.configure(aChatServer(1, { state: 'disabled' }));
    expect(isDrained).toBe(false);

    await estate.report('ChatServer_1', 'running', { load: 0 });
    await Promise.resolve();
    expect(isDrained).toBe(true);
  });

  it('waits for as long as the application takes new work, idle or not', async () => {
    await estate.report('ChatServer_1', 'running', { load: 0 });
    await Promise.resolve();
    expect(isDrained).toBe(false);
  });

  it('resolves when the application stops, whatever it reported', async () => {
    await estate.report('ChatServer_1', 'suspending', { load: 3 });
    await estate.report('ChatServer_1', 'stopped');
    await Promise.resolve();
    expect(isDrained).toBe(true);
  });

  it('resolves when the application is deleted', async () => {
    await estate.remove(201);
    await Promise.resolve();
    expect(isDrained).toBe(true);
  });

  it('leaves no timer when the load balancer is closed, and says CLOSED', async () => {
    const waiting = estate.loadBalancer.whenDrained('ChatServer_2');

    await estate.loadBalancer.close();

    await expect(waiting).rejects.toMatchObject({ code: 'CLOSED' });
    expect(estate.clock.pending).toBe(0);
  });

  it('refuses a name that no application has', async () => {
    await expect(estate.loadBalancer.whenDrained('ChatServer_9')).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});

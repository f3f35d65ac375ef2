import { CaptureClaims } from '../../../packages/servers/src/interaction-server/capture-points/intake/capture-claims.js';
import type { Submission } from '../../../packages/servers/src/interaction-server/interaction.js';
import { InteractionStore } from '../../../packages/servers/src/interaction-server/interaction-store.js';
import {
  fenceOf,
  takeGeneration,
} from '../../../packages/servers/src/interaction-server/standby/primary-generation.js';
import { aCaptureStore } from './a-capture-store.js';
import type { CaptureStore } from './a-capture-store.js';

const submission = (difference: Partial<Submission> = {}): Submission => ({
  ...{
    interactionId: '17',
    tenant: 'Environment',
    media: 'email',
    service: 'orders',
    subject: 'Order',
    attributes: {},
  },
  ...difference,
});

describe('what an input is fixed to', () => {
  let store: CaptureStore;
  let claims: CaptureClaims;
  const passDays = (days: number) =>
    store.pool.query(`UPDATE capture SET captured_at = captured_at - $1 * interval '1 day'`, [days]);

  beforeAll(async () => {
    store = await aCaptureStore();
  }, 60_000);
  beforeEach(async () => {
    await store.clear();
    claims = new CaptureClaims(store.pool);
  });
  afterAll(() => store.stop());

  it('is forgotten when it has been an interaction for a month', async () => {
    await claims.fix('CP', { submission: submission() });
    await new InteractionStore(store.pool).submit(submission());

    await passDays(29);
    await claims.forgetOld();
    expect(await claims.find('17')).toBeDefined();

    await passDays(2);
    await claims.forgetOld();
    expect(await claims.find('17')).toBeUndefined();
  });

  it('is not forgotten while it is no interaction, however long that takes', async () => {
    await claims.fix('CP', { submission: submission() });

    await passDays(400);
    await claims.forgetOld();

    const later = await claims.fix('CP', { submission: submission({ tenant: 'Resources' }) });
    expect(later.submission.tenant).toBe('Environment');
  });

  it('is not let go of by somebody who was refused, when the interaction is there all the same', async () => {
    await claims.fix('CP', { submission: submission() });
    await new InteractionStore(store.pool).submit(submission());

    await claims.release(submission());

    expect(await claims.find('17')).toBeDefined();
  });

  it('is neither fixed nor let go of by a server that is not the primary any more (BK-4)', async () => {
    const former = await takeGeneration(store.pool, 'IXN', 'IXN');
    const ofFormer = new CaptureClaims(store.pool, () => fenceOf(former));
    await ofFormer.fix('CP', { submission: submission() });
    await takeGeneration(store.pool, 'IXN', 'IXN_Backup');

    await expect(ofFormer.fix('CP', { submission: submission({ interactionId: '18' }) })).rejects.toThrow('is over');
    await expect(ofFormer.release(submission())).rejects.toThrow('is over');

    expect(await claims.find('17')).toBeDefined();
    expect(await claims.find('18')).toBeUndefined();
  });
});

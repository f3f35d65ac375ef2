import { collectMetrics } from '@eservices-lb/sdk/metrics';
import { Registry } from 'prom-client';
import { aChatServer, anEstate, aSnapshot } from './an-estate.js';

describe('collectMetrics', () => {
  it('tells prom-client of the source, the view and the applications, as they are when it asks', async () => {
    await using estate = await anEstate(aSnapshot([aChatServer(1), aChatServer(2)]));
    const registry = new Registry();
    const undo = collectMetrics(estate.loadBalancer, registry);

    await estate.report('ChatServer_1', 'stopped');
    const text = await registry.metrics();

    expect(text).toContain('eservices_lb_source_live 1\n');
    expect(text).toContain('eservices_lb_view_revision 2\n');
    expect(text).toContain('eservices_lb_applications{type="ChatServer",status="running"} 1\n');
    expect(text).toContain('eservices_lb_applications{type="ChatServer",status="stopped"} 1\n');
    undo();
    expect(await registry.metrics()).toBe('\n');
  });
});

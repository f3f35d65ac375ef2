import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Snapshot } from '../core/directory/snapshot.js';
import type { LoadBalancer } from '../load-balancer.js';

/**
 * Adds what a load balancer knows of itself and of the estate to a registry of prom-client, which has to be installed beside the SDK. The
 * figures are read when the registry is asked for them. Call it right after `createLoadBalancer`, as it learns the statuses from the snapshots that come.
 * Returns its own undoing.
 */
export function collectMetrics(loadBalancer: LoadBalancer, registry: Registry): () => void {
  let snapshot: Snapshot | undefined;
  const undo = loadBalancer.subscribe((next) => {
    snapshot = next;
  });
  const gauges = [
    gauge('eservices_lb_source_live', '1 while the control server speaks to this process, else 0', () =>
      loadBalancer.health().source === 'stale' ? 0 : 1,
    ),
    gauge('eservices_lb_source_age_seconds', 'Since the control server was last heard of', () => {
      const { ageMs } = loadBalancer.health();
      return ageMs / 1000;
    }),
    gauge('eservices_lb_view_revision', 'The revision of the view in use', () => loadBalancer.health().revision),
    gauge(
      'eservices_lb_listener_failures',
      'How often a listener given to subscribe failed',
      () => loadBalancer.health().listenerFailures,
    ),
    gauge(
      'eservices_lb_alias_evictions',
      'How many aliases had to make room for others in the table (maxAliases)',
      () => loadBalancer.health().aliasEvictions,
    ),
    gauge('eservices_lb_source_losses', 'How often the source was lost', () => loadBalancer.health().counts.losses),
    gauge(
      'eservices_lb_objects_rejected',
      'Malformed objects that were left out',
      () => loadBalancer.health().counts.objectsRejected,
    ),
    gauge(
      'eservices_lb_snapshots_held',
      'Suspiciously empty snapshots that were held',
      () => loadBalancer.health().counts.snapshotsHeld,
    ),
    gauge(
      'eservices_lb_interruptions',
      'How often an application ceased to be running',
      () => loadBalancer.health().counts.interruptions,
    ),
    applications(() => snapshot),
  ];
  for (const each of gauges) registry.registerMetric(each);
  return () => {
    undo();
    for (const each of gauges) registry.removeSingleMetric(each.name);
  };
}

type NamedGauge = Gauge & { readonly name: string };

const gauge = (name: string, help: string, read: () => number): NamedGauge =>
  Object.assign(
    new Gauge({
      ...{ name, help, registers: [] },
      collect() {
        this.set(read());
      },
    }),
    { name },
  );

function applications(read: () => Snapshot | undefined): NamedGauge {
  const name = 'eservices_lb_applications';
  return Object.assign(
    new Gauge({
      ...{ name, help: 'Applications by type and status', labelNames: ['type', 'status'], registers: [] },
      collect() {
        this.reset();
        const { configuration, statuses } = read() ?? { configuration: undefined, statuses: new Map<string, never>() };
        for (const { name: application, type } of configuration?.applications.values() ?? []) {
          this.inc({ type, status: statuses.get(application)?.status ?? 'stopped' });
        }
      },
    }),
    { name },
  );
}

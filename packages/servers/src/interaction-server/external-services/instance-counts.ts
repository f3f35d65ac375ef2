/** How often an instance was asked, and how often in vain. */
export interface InstanceCounts {
  readonly application: string;
  readonly requests: number;
  readonly failures: number;
}

export interface ServiceCounts {
  readonly service: string;
  readonly instances: readonly InstanceCounts[];
}

/** Counts, by service, what every instance was asked. Services and instances are of the configuration, so there are not many. */
export class AskedInstances {
  readonly #services = new Map<string, Map<string, { requests: number; failures: number }>>();

  asked(service: string, application: string): void {
    this.#of(service, application).requests += 1;
  }

  failed(service: string, application: string): void {
    this.#of(service, application).failures += 1;
  }

  counts(): readonly ServiceCounts[] {
    return [...this.#services].map(([service, instances]) => ({
      service,
      instances: [...instances].map(([application, counts]) => ({ application, ...counts })),
    }));
  }

  #of(service: string, application: string): { requests: number; failures: number } {
    const instances = this.#services.get(service) ?? new Map<string, { requests: number; failures: number }>();
    this.#services.set(service, instances);
    const counts = instances.get(application) ?? { requests: 0, failures: 0 };
    instances.set(application, counts);
    return counts;
  }
}

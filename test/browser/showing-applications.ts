import type { MockScs } from '@eservices-lb/mock-scs';
import { connectToLocalControlAgent } from '@eservices-lb/mock-scs/lca';
import type { LocalControlAgentLink, ShownWork } from '@eservices-lb/mock-scs/lca';

/** Applications that are linked to their Local Control Agents and show their work, as processes would. */
export class ShowingApplications {
  readonly #links = new Map<string, LocalControlAgentLink>();

  /** Links the application where it is not yet, as one that runs, and shows this of its work. */
  async show(scs: MockScs, application: string, work: ShownWork, load?: number): Promise<void> {
    const link = this.#links.get(application) ?? (await linked(scs, application));
    this.#links.set(application, link);
    link.report('running', load);
    link.show(work);
  }

  async showAll(scs: MockScs, works: Readonly<Record<string, ShownWork>>): Promise<void> {
    await Promise.all(Object.entries(works).map(([application, work]) => this.show(scs, application, work)));
  }

  async close(application: string): Promise<void> {
    await this.#links.get(application)?.close();
    this.#links.delete(application);
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#links.keys()].map((application) => this.close(application)));
  }
}

async function linked(scs: MockScs, application: string): Promise<LocalControlAgentLink> {
  const link = connectToLocalControlAgent({
    ...{ application, scs: [scs.url], secret: scs.secretOf(application) },
    onCommand: () => undefined,
  });
  await link.registered;
  return link;
}

import { environmentVariable } from '@eservices-lb/mock-scs/lca';
import type { LoadBalancer } from '@eservices-lb/sdk';
import type { StartServer, Surroundings } from '../application-server/application-server.js';
import { ownLoadBalancer } from '../application-server/own-load-balancer.js';
import { reporting } from '../application-server/reporting.js';
import { KeptWorkflow } from '../workflow/kept-workflow.js';
import { InteractionServerLink } from './interaction-server-link.js';
import { InteractionServerRequests } from './interaction-server-requests.js';
import { Introduction } from './introduction.js';
import { Routing } from './routing.js';
import { shownRoutingServer } from './shown-routing-server.js';

const idlePauseMs = 50;

/**
 * Starts a Universal Routing Server: it connects to the Interaction Server among its Connections, says which strategies it has loaded, and
 * says of each interaction that it is given where it goes (IXN-1). It listens nowhere.
 */
export const startUniversalRoutingServer: StartServer = async (surroundings) => {
  const { registration, clock, log, isAccepting } = surroundings;
  const loadBalancer = await ownLoadBalancer(surroundings);
  const workflow = new KeptWorkflow({ registration, clock, log, onChange: () => undefined });
  await workflow.follow();
  const routing = new Routing({
    requests: new InteractionServerRequests({ ask: (...request) => link.request(...request), clock, log }),
    workflow: () => workflow.current,
    strategies: () => registration().strategies,
    ...{ isAccepting, log },
  });
  const introduction = new Introduction({
    ...{ registration, routing, isAccepting, clock, log, isConnected: () => link.isConnected },
    say: (hello) => link.request('router.hello', hello),
  });
  const link = linkOf(surroundings, { loadBalancer, routing, introduction });
  surroundings.reportAbility(link.isConnected);
  const stopReporting = reporting(() => ({ load: routing.pending }), surroundings);
  return {
    whenIdle: () => until(() => routing.pending === 0, surroundings),
    configurationChanged() {
      link.look();
      void workflow.look();
    },
    shownWork: () => shownRoutingServer({ routing, introduction, link, workflow }),
    async close() {
      stopReporting();
      introduction.close();
      workflow.close();
      link.close();
      routing.forget();
      await loadBalancer.close();
    },
  };
};

interface Parts {
  readonly loadBalancer: LoadBalancer;
  readonly routing: Routing;
  readonly introduction: Introduction;
}

/** Connected, it introduces itself, and is able to work. */
function linkOf(
  { registration, clock, random, log, reportAbility }: Surroundings,
  { loadBalancer, routing, introduction }: Parts,
): InteractionServerLink {
  return new InteractionServerLink({
    ...{ registration, loadBalancer, clock, random, log },
    serviceSecret: environmentVariable('ESERVICES_SERVICE_SECRET'),
    methods: { 'router.route': (params) => routing.route(params) },
    onConnected: async (peer) => {
      const say = (hello: object): Promise<unknown> => peer.request('router.hello', hello);
      await introduction.begin(say);
      // Only now it takes interactions; before, Interaction Server would give them to one that refuses them.
      reportAbility(true);
      await introduction.begin(say);
    },
    onLost: () => {
      routing.forget();
      reportAbility(false);
    },
  });
}

async function until(isSo: () => boolean, { clock }: Pick<Surroundings, 'clock'>): Promise<void> {
  while (!isSo()) {
    await new Promise<void>((resolve) => {
      clock.after(idlePauseMs, resolve);
    });
  }
}

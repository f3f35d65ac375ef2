/**
 * What stands for Interaction Server in the measurement: its JSON-RPC door and its methods, over interactions in memory instead of a database,
 * so that what is measured is connections. It shows how much of a processor it has used.
 */
import { environmentVariable, listen } from '@eservices-lb/mock-scs/lca';
import { reporting } from '../../../packages/servers/dist/application-server/reporting.js';
import { runApplicationServer } from '../../../packages/servers/dist/application-server/run-application-server.js';
import {
  interactionMethods,
  jsonRpcMethods,
} from '../../../packages/servers/dist/interaction-server/interaction-methods.js';
import { JsonRpcServer } from '../../../packages/servers/dist/json-rpc/json-rpc-server.js';

const listed = Array.from({ length: 5 }, (_, number) => ({
  ...{ interactionId: `interaction-${number}`, media: 'chat', tenant: 'Environment', service: 'support' },
  ...{ subject: 'Order 17', attributes: {}, queue: 'inbound-chat', state: 'new' as const, submittedUtc: 1, step: 0 },
}));
const notMeasured = (): never => {
  throw new Error('Only interaction.list is measured.');
};

void runApplicationServer('Stands for Interaction Server.', async (surroundings) => {
  const { registration, clock, log } = surroundings;
  const methods = interactionMethods({
    store: { list: () => Promise.resolve(listed), submit: notMeasured, bring: notMeasured },
    askDatabase: (ask) => ask(),
    tenants: () => registration().application.tenants,
    isAccepting: () => true,
    onSubmitted: () => undefined,
  });
  const jsonRpc = new JsonRpcServer({
    ...{ serviceSecret: environmentVariable('ESERVICES_SERVICE_SECRET'), clock, log, isServing: () => true },
    methodsFor: () => ({
      ...jsonRpcMethods(methods),
      ...{ 'router.hello': notMeasured, 'router.finished': notMeasured },
      ...{ 'agent.reserve': notMeasured, 'esp.request': notMeasured },
    }),
  });
  const port = registration().application.ports[0]?.port ?? 0;
  const answer404: Parameters<typeof listen>[0] = (_request, response) => void response.writeHead(404).end();
  const listening = await listen(answer404, port, '127.0.0.1', {
    onUpgrade: (...upgrade) => {
      jsonRpc.accept(...upgrade);
    },
  });
  const stopReporting = reporting(() => ({ load: jsonRpc.connections }), surroundings);
  return {
    whenIdle: () => Promise.resolve(),
    shownWork() {
      const { user, system } = process.cpuUsage();
      return { kind: 'measured-server', processorMs: (user + system) / 1_000, clients: jsonRpc.connections };
    },
    async close() {
      stopReporting();
      jsonRpc.close();
      await listening.close();
    },
  };
});

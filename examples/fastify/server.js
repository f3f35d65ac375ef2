// Every visitor of /hello speaks to one Chat Server of his tenant: the answer's alias, sent again, leads back to it.
import { createLoadBalancer, LoadBalancerError } from '@eservices-lb/sdk';
import { refusalOf, servedTenant } from '@eservices-lb/sdk/express';
import Fastify from 'fastify';

const { ESERVICES_SCS = 'http://127.0.0.1:8090', ESERVICES_TOKEN, ESERVICES_ALIAS_KEYS, PORT = '3000' } = process.env;

const application = 'WebAPIServer_1';
const loadBalancer = createLoadBalancer({
  application,
  scs: ESERVICES_SCS.split(','),
  token: ESERVICES_TOKEN,
  aliasKeys: ESERVICES_ALIAS_KEYS?.split(','),
});
await loadBalancer.ready();

const app = Fastify();
app.decorateRequest('tenant', '');
app.addHook('preHandler', async (request) => {
  request.tenant = servedTenant({ configuration: loadBalancer.configuration, application }, request.query.tenant);
});
app.setErrorHandler((error, _request, reply) => {
  if (!(error instanceof LoadBalancerError)) return reply.send(error);
  const { status, code, message, advice, retryable } = refusalOf(error);
  if (retryable) reply.header('retry-after', 1);
  return reply.code(status).send({ error: { code, message, advice } });
});
app.addHook('onClose', () => loadBalancer.close());

const text = { type: 'string' };
const querystring = { type: 'object', properties: { tenant: text, alias: text } };
app.get('/hello', { schema: { querystring } }, async ({ tenant, query }) => {
  const { alias, application } = query.alias
    ? loadBalancer.resolve(query.alias, { tenant })
    : loadBalancer.select({ tenant, type: 'ChatServer' });
  const http = loadBalancer.http({ tenant, type: 'ChatServer' });
  const { data } = await http.get('/hello', { alias, validateStatus: null });
  return { alias, application, data };
});

console.log(`${await app.listen({ port: Number(PORT), host: '127.0.0.1' })}/hello?tenant=Environment`);

// Every visitor of /hello speaks to one Chat Server of his tenant: the answer's alias, sent again, leads back to it.
import { createLoadBalancer } from '@eservices-lb/sdk';
import { answerErrors, requireService, requireTenant, serviceOf, tenantOf } from '@eservices-lb/sdk/express';
import express from 'express';

const { ESERVICES_SCS = 'http://127.0.0.1:8090', ESERVICES_TOKEN, ESERVICES_ALIAS_KEYS, PORT = '3000' } = process.env;

const application = 'WebAPIServer_1';
const loadBalancer = createLoadBalancer({
  application,
  scs: ESERVICES_SCS.split(','),
  token: ESERVICES_TOKEN,
  aliasKeys: ESERVICES_ALIAS_KEYS?.split(','),
});
await loadBalancer.ready();

const app = express();
app.use(requireTenant({ loadBalancer, application }));
app.get('/hello', requireService({ loadBalancer, type: 'ChatServer' }), async (request, response) => {
  const { alias, application } = serviceOf(response);
  const http = loadBalancer.http({ tenant: tenantOf(request), type: 'ChatServer' });
  const { data } = await http.get('/hello', { alias, validateStatus: null });
  response.json({ alias, application, data });
});
app.use(answerErrors({ onRefusal: ({ message }) => console.error(message) }));

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/hello?tenant=Environment`);
});

// Every visitor of /hello speaks to one Chat Server of his tenant, which a cookie remembers.
import { createServer } from 'node:http';
import { createLoadBalancer, LoadBalancerError } from '@eservices-lb/sdk';
import { refusalOf } from '@eservices-lb/sdk/express';

const { ESERVICES_SCS = 'http://127.0.0.1:8090', ESERVICES_TOKEN, ESERVICES_ALIAS_KEYS, PORT = '3000' } = process.env;

const loadBalancer = createLoadBalancer({
  application: 'WebAPIServer_1',
  scs: ESERVICES_SCS.split(','),
  token: ESERVICES_TOKEN,
  aliasKeys: ESERVICES_ALIAS_KEYS?.split(','),
});
await loadBalancer.ready();

/** The instance that the cookie names; another one for a new visitor, and for one whose instance is lost. */
function serviceFor(tenant, alias) {
  if (alias !== undefined) {
    try {
      return loadBalancer.resolve(alias, { tenant });
    } catch (error) {
      if (!['ALIAS_INVALID', 'ALIAS_TENANT_MISMATCH', 'INSTANCE_STOPPED', 'INSTANCE_GONE'].includes(error.code))
        throw error;
    }
  }
  return loadBalancer.select({ tenant, type: 'ChatServer' });
}

async function hello(request) {
  const tenant = new URL(request.url, 'http://localhost').searchParams.get('tenant');
  const [, cookie] = /(?:^|; )alias=([\w-]+)/.exec(request.headers.cookie ?? '') ?? [];
  const { alias, application } = serviceFor(tenant, cookie);
  const http = loadBalancer.http({ tenant, type: 'ChatServer' });
  const { data } = await http.get('/hello', { alias, validateStatus: null });
  return { headers: { 'set-cookie': `alias=${alias}; HttpOnly; SameSite=Strict` }, body: { application, data } };
}

const server = createServer(async (request, response) => {
  try {
    const { headers, body } = await hello(request);
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  } catch (error) {
    if (!(error instanceof LoadBalancerError)) console.error(error);
    const { status, message } =
      error instanceof LoadBalancerError
        ? refusalOf(error)
        : { status: 502, message: 'The Chat Server does not answer.' };
    response.writeHead(status, { 'content-type': 'text/plain' }).end(message);
  }
});

server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/hello?tenant=Environment`);
});

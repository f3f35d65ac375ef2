import { createServer } from 'node:http';
import { createLoadBalancer } from '@eservices-lb/sdk';
import { answerErrors, requireService, requireTenant, serviceOf, tenantOf } from '@eservices-lb/sdk/express';
import type { RequireServiceOptions, RequireTenantOptions } from '@eservices-lb/sdk/express';
import { ManualSource } from '@eservices-lb/sdk/testing';
import express from 'express';
import type { Express, RequestHandler } from 'express';
import request from 'supertest';
import type { Estate } from './an-estate.js';
import { anEstateWithServices } from './an-express-application.js';

describe('the door for Express, on the routes of an application', () => {
  let estate: Estate;
  beforeAll(async () => {
    estate = await anEstateWithServices();
  });
  afterAll(() => estate[Symbol.asyncDispose]());

  const tenantOptions = (): RequireTenantOptions => ({
    loadBalancer: estate.loadBalancer,
    application: 'WebAPIServer_1',
  });
  const app = (...handlers: RequestHandler[]): Express =>
    express()
      .use(express.json())
      .post(
        '/chat/:service',
        requireTenant({ ...tenantOptions(), channel: 'chat' }),
        ...handlers,
        (req, response) => void response.json({ tenant: req.tenant, ofLocals: response.locals.tenant }),
      )
      .use(answerErrors());
  const code = (body: unknown): unknown => (body as { error: { code: unknown } }).error.code;

  it('takes the tenant of the service that the route names', async () => {
    const { body } = await request(app()).post('/chat/sales').expect(200);

    expect(body).toEqual({ tenant: 'Resources', ofLocals: 'Resources' });
  });

  it.each([
    ['support', { tenant: 'Resources' }, 'TENANT_CONTRADICTS_SERVICE'],
    ['support', { tenant: 'Nobody' }, 'UNKNOWN_TENANT'],
    ['open', {}, 'TENANT_REQUIRED'],
    ['nothing', { tenant: 'Environment' }, 'UNKNOWN_SERVICE'],
    ['constructor', { tenant: 'Environment' }, 'UNKNOWN_SERVICE'],
  ])('refuses a request to service %s that says %j with %s', async (service, said, expected) => {
    const { body } = await request(app()).post(`/chat/${service}`).send(said).expect(400);

    expect(code(body)).toBe(expected);
  });

  it('advises the tenant of the service to whom contradicts it', async () => {
    const { body } = await request(app()).post('/chat/support').send({ tenant: 'Resources' });

    expect(body).toMatchObject({ error: { advice: expect.stringMatching(/^Send tenant=Environment, or leave/) } });
  });

  it('works out the service by a function, where the route does not name it', async () => {
    const service: RequireTenantOptions['service'] = ({ headers }) => headers.host?.split('.')[0];
    const byHost = express()
      .use(requireTenant({ ...tenantOptions(), channel: 'email', service }))
      .use((req, response) => void response.send(tenantOf(req)));

    await request(byHost).get('/').set('host', 'support.example.org').expect(200, 'Environment');
  });

  it('asks for an alias where the request must go on with a session', async () => {
    const { loadBalancer } = estate;
    const known = requireService({ loadBalancer, type: 'ChatServer', session: 'known' });

    const { body } = await request(app(known)).post('/chat/support').expect(400);

    expect(code(body)).toBe('ALIAS_REQUIRED');
  });

  it('selects anew, whatever alias is sent, where the request begins a session', async () => {
    const { loadBalancer } = estate;
    const begin = requireService({ loadBalancer, type: 'ChatServer', session: 'new' });

    await request(app(begin)).post('/chat/support').send({ alias: 'forged' }).expect(200);
  });

  it('hands cluster, service label and key on to the selection', async () => {
    const { loadBalancer } = estate;
    const selection: RequireServiceOptions['selection'] = () => ({ service: 'fax' });
    const labelled = requireService({ loadBalancer, type: 'ChatServer', selection });

    const { body } = await request(app(labelled)).post('/chat/support').expect(503);

    expect(code(body)).toBe('NO_INSTANCE');
  });

  it('leaves other errors, and answers that have begun, to the next error handler', async () => {
    const passed: unknown[] = [];
    const failure = new Error('not ours');
    const begun = express()
      .get('/begun', (_request, response, next) => {
        response.write('half');
        next(new Error('late'));
      })
      .get('/foreign', () => {
        throw failure;
      })
      .use(answerErrors());
    begun.use(((error, _request, response, next) => {
      passed.push(error);
      if (response.headersSent) response.end();
      else next(error);
    }) as express.ErrorRequestHandler);

    await request(begun).get('/foreign').expect(500);
    await request(begun).get('/begun').expect(200, 'half');

    expect(passed[0]).toBe(failure);
    expect(passed).toHaveLength(2);
  });

  it('lets an application write its own page, with status and headers set', async () => {
    const page = express()
      .use(requireTenant(tenantOptions()))
      .use(answerErrors({ send: ({ advice }, _request, response) => response.end(`<p>${advice}</p>`) }));

    await request(page).get('/').expect(400, '<p>Send the parameter "tenant" with every request.</p>');
  });

  it('says 500 without details, and the log why, where a handler asks for what no middleware has found', async () => {
    const refused: unknown[] = [];
    const forgotten = express()
      .get('/tenant', (req, response) => void response.send(tenantOf(req)))
      .get('/service', (_request, response) => void response.send(serviceOf(response).url))
      .use(answerErrors({ onRefusal: ({ message }) => refused.push(message) }));

    const { body } = await request(forgotten).get('/tenant').expect(500);
    await request(forgotten).get('/service').expect(500);

    expect(code(body)).toBe('INTERNAL_ERROR');
    expect(JSON.stringify(body)).not.toContain('requireTenant');
    expect(refused).toEqual([expect.stringContaining('requireTenant'), expect.stringContaining('requireService')]);
  });

  it('serves node:http without any framework', async () => {
    const { loadBalancer } = estate;
    const tenant = requireTenant(tenantOptions());
    const service = requireService({ loadBalancer, type: 'ChatServer' });
    const fail = answerErrors();
    const server = createServer((req, response) => {
      tenant(req, response, (problem) => {
        if (problem !== undefined) fail(problem, req, response, () => undefined);
        else service(req, response, () => response.end(serviceOf(response).application));
      });
    });

    await request(server)
      .get('/?tenant=Environment')
      .expect(200, /^ChatServer_[12]$/);
    await request(server).get('/?tenant=').expect(400);
  });

  it('says 503 before the first view of the estate, not that the tenant is unknown', async () => {
    const loadBalancer = createLoadBalancer({ application: 'WebAPIServer_1', source: new ManualSource() });
    const early = express()
      .use(requireTenant({ loadBalancer, application: 'WebAPIServer_1' }))
      .use(answerErrors());

    const { body } = await request(early).get('/?tenant=Environment').expect(503).expect('retry-after', '1');

    expect(code(body)).toBe('DIRECTORY_UNAVAILABLE');
    await loadBalancer.close();
  });

  it('says 500 where the application’s name is not in the configuration', async () => {
    const wrong = express()
      .use(requireTenant({ ...tenantOptions(), application: 'WebAPIServer_7' }))
      .use(answerErrors());

    await request(wrong).get('/?tenant=Environment').expect(500);
  });

  it('checks its options when it is made, not at the first request', () => {
    const { loadBalancer } = estate;
    expect(() => requireTenant({ loadBalancer, application: '' })).toThrow(/"application"/);
    expect(() => requireService({ loadBalancer, type: '' })).toThrow(/"type"/);
    expect(() => requireService({ loadBalancer, type: 'ChatServer', session: 'old' as 'new' })).toThrow(/"session"/);
    expect(() => answerErrors({ retryAfterSeconds: 0.5 })).toThrow(/"retryAfterSeconds"/);
  });
});

import type { RequestListener } from 'node:http';
import { answerErrors, requireService, requireTenant, serviceOf, tenantOf } from '@eservices-lb/sdk/express';
import type { FrameworkRequest, FrameworkResponse } from '@eservices-lb/sdk/express';
import type { LoadBalancerError } from '@eservices-lb/sdk';
import express from 'express';
import { aChatServer, aSnapshot, aWebApiServer, anEmailServer, anEstate } from './an-estate.js';
import type { Estate } from './an-estate.js';

/** Two Chat Servers of Environment, one of Resources, one E-mail Server; services of two channels. */
export function anEstateWithServices(): Promise<Estate> {
  const servers = [
    aChatServer(1),
    aChatServer(2),
    aChatServer(3, { tenants: ['Resources'] }),
    anEmailServer(1, { tenants: ['Environment'] }),
  ];
  const options = {
    'chat.support': { _chat_endpoint: 'Environment:default' },
    'chat.sales': { _chat_endpoint: 'Resources:default' },
    'chat.open': {},
    'email.support': { _email_endpoint: 'Environment' },
  };
  return anEstate(
    aSnapshot([
      aWebApiServer(
        servers.map(({ name }) => name),
        { options },
      ),
      ...servers,
    ]),
  );
}

/** What a framework built like Express has in common: Express 4, 5 and connect. */
export interface Framework {
  readonly name: string;
  readonly create: () => Application;
}

interface Application {
  use(...handlers: unknown[]): unknown;
}

export const frameworks: readonly Framework[] = [
  { name: 'Express 5', create: () => express() },
  { name: 'Express 4', create: () => jest.requireActual<() => Application>('express4')() },
  { name: 'connect', create: () => jest.requireActual<() => Application>('connect')() },
];

/** An application of one route, for service `open` of channel `chat`, which answers with what the door found. */
export function anApplicationOf(
  { create }: Framework,
  { loadBalancer }: Estate,
  refused: LoadBalancerError[] = [],
): RequestListener {
  const app = create();
  const tenantIn = { body: 'tenant', query: 'tenant', header: 'X-Tenant' };
  app.use(express.urlencoded({ extended: true }));
  app.use(requireTenant({ loadBalancer, application: 'WebAPIServer_1', channel: 'chat', service: 'open', tenantIn }));
  app.use(requireService({ loadBalancer, type: 'ChatServer' }));
  app.use((request: FrameworkRequest, response: FrameworkResponse) => {
    const { application, alias } = serviceOf(response);
    response.end(JSON.stringify({ tenant: tenantOf(request), locals: response.locals?.tenant, application, alias }));
  });
  app.use(answerErrors({ onRefusal: (error) => refused.push(error), retryAfterSeconds: 3 }));
  return app as unknown as RequestListener;
}
